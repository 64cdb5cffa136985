import { Secret, TOTP } from 'otpauth';

const used = new Map<string, number>();

/**
 * A code that an authenticator shows for a key. No code is taken twice, so each is that of a later half minute, beginning
 * with the one before the present; three at once need no waiting.
 */
export function codeOf(key: string, now = Date.now()): string {
  const step = Math.max(Math.floor(now / 30_000) - 1, (used.get(key) ?? 0) + 1);
  if (step > Math.floor(now / 30_000) + 1) throw new Error('The authenticator has no later code yet');
  used.set(key, step);
  return new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: step * 30_000 });
}
