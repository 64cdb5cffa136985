import { readEnvironment } from '@/lib/env';
import { AppError } from '@/lib/errors';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * Refuses a write that a page of another site could have sent: it must come from our own origin and, unless `form`, be of
 * no type that a form can send; or carry a token, which no browser adds by itself. Beside SameSite cookies, not instead.
 */
export function requireSameOrigin(request: Request, { form = false }: { form?: boolean } = {}): void {
  if (safe.has(request.method) || request.headers.has('authorization')) return;
  const origin = request.headers.get('origin');
  if (origin === null || !isOwn(origin, request.headers.get('host')))
    throw new AppError('forbidden', 'This came from another origin; PLUMBLINE_URL names ours', {
      origin: origin ?? 'none',
    });
  if (form) return;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && type !== 'application/json')
    throw new AppError('bad-request', 'The content type must be application/json');
}

function isOwn(origin: string, host: string | null): boolean {
  if (!URL.canParse(origin)) return false;
  const configured = readEnvironment().PLUMBLINE_URL;
  const own = configured === undefined ? null : new URL(configured);
  if (own?.origin === origin) return true;
  // The machine itself has several names; the one that was used stands in Host.
  return (
    (own === null || loopback.test(own.host)) && loopback.test(new URL(origin).host) && new URL(origin).host === host
  );
}
