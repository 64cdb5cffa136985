import { createHash, randomBytes } from 'node:crypto';
import { readEnvironment } from '@/lib/env';

/** However busy, a session ends after so many hours. */
export const sessionHours = 12;

/** Whether people reach Plumbline by https. Without PLUMBLINE_URL it serves the machine itself, in plain http. */
function isHttps(): boolean {
  return readEnvironment().PLUMBLINE_URL?.startsWith('https:') ?? false;
}

/** `__Host-` binds the cookie to https, to this host and to `/`; plain http on loopback cannot have it. */
export function sessionCookieName(): string {
  return isHttps() ? '__Host-plumbline' : 'plumbline';
}

/** A new 256-bit session id and its hash; only the hash is stored. */
export function makeSessionId() {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: hashSessionId(secret) };
}

export function hashSessionId(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(secret).digest());
}

/** The Set-Cookie line that begins a session, or ends it where `secret` is null. */
export function sessionCookie(secret: string | null): string {
  const life = secret === null ? 0 : sessionHours * 3600;
  const line = `${sessionCookieName()}=${secret ?? ''}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Lax`;
  return isHttps() ? `${line}; Secure` : line;
}

/** The session id in a Cookie header; null when there is none, or more than one, which is somebody's trick. */
export function readSessionCookie(headers: Headers): string | null {
  const name = sessionCookieName();
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  const ours = pairs.filter((pair) => pair[0] === name).map((pair) => pair[1] ?? '');
  return ours.length === 1 && /^[\w-]{43}$/.test(ours[0] ?? '') ? (ours[0] ?? null) : null;
}
