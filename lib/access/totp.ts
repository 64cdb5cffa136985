import { Secret, TOTP } from 'otpauth';

function totp(secret: string, email: string): TOTP {
  return new TOTP({ issuer: 'Plumbline', label: email, secret: Secret.fromBase32(secret) });
}

/** A new 160-bit secret in base 32, and the address that an authenticator app takes. */
export function makeTotp(email: string): { secret: string; address: string } {
  const { base32: secret } = new Secret({ size: 20 });
  return { secret, address: totp(secret, email).toString() };
}

/**
 * The half minute, counted from 1970, whose code this is: now, the one before or the one after. Null when the code is
 * wrong, or of a half minute that was used already (`usedStep`): a code that somebody looked at opens nothing.
 */
export function checkTotp(secret: string, code: string, usedStep: number | null, at: Date): number | null {
  const token = code.replaceAll(' ', '');
  const delta = /^\d{6}$/.test(token) ? totp(secret, '').validate({ token, window: 1, timestamp: at.getTime() }) : null;
  if (delta === null) return null;
  const step = TOTP.counter({ timestamp: at.getTime() }) + delta;
  return usedStep !== null && step <= usedStep ? null : step;
}
