import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';

/**
 * The problem document (RFC 9457) of whatever was thrown. What was not foreseen is logged with the request id and told
 * to nobody: its message may hold SQL or a secret.
 */
export function problem(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : unforeseen(error, requestId);
  const { retryAfter, ...detail } = known?.detail ?? {};
  const status = known?.status ?? 500;
  const body = {
    ...detail,
    type: `urn:plumbline:problem:${known?.code ?? 'internal'}`,
    title: known?.message ?? 'Plumbline failed to answer',
    status,
    detail: known?.message ?? `The log of the web process says why, under ${requestId}`,
    requestId,
  };
  const headers = new Headers({
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
  });
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer realm="plumbline"');
  if (status === 429 || status === 503) headers.set('Retry-After', retryAfter ?? '10');
  return new Response(JSON.stringify(body), { status, headers });
}

/** Logs it; a database that cannot be reached is `unavailable`, the rest stays unknown to the client. */
function unforeseen(error: unknown, requestId: string): AppError | null {
  log.error({ requestId, err: error }, 'a request failed');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const state = error instanceof Error ? /Code: `([0-9A-Z]{5})`/.exec(error.message)?.[1] : undefined;
  if (state === '55P03')
    return new AppError('unavailable', 'What was asked for is locked at the moment', { retryAfter: '5' });
  if (state === '53100') return new AppError('storage-full', 'The database has no room left');
  const unreachable = /^(P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|57P0\d)$/.test(code);
  return unreachable ? new AppError('unavailable', 'The database cannot be reached') : null;
}
