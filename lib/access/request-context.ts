import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { RequestContext } from '@/lib/access/viewer';
import { readEnvironment } from '@/lib/env';

/** Where a request comes from, and a new id for it. */
export function requestContext(headers: Headers): RequestContext {
  return { address: clientAddress(headers), requestId: `req_${randomBytes(9).toString('base64url')}` };
}

/**
 * The client's address: `instrumentation.ts` appends the peer of the socket to X-Forwarded-For, so that the last entry is
 * a fact; before it, as many entries are believed as proxies are trusted. Null when there is none.
 */
export function clientAddress(headers: Headers): string | null {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim().replace(/^::ffff:/, ''));
  const hop = hops[Math.max(0, hops.length - 1 - readEnvironment().PLUMBLINE_TRUSTED_PROXIES)] ?? '';
  return isIP(hop) === 0 ? null : hop;
}
