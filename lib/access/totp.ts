import { Secret, TOTP } from 'otpauth';
import { type QrPath, qrPath } from '@/lib/access/qr-path';

function totp(secret: string, email: string): TOTP {
  return new TOTP({ issuer: 'Plumbline', label: email, secret: Secret.fromBase32(secret) });
}

/** What an authenticator app takes: a key of 160 bits in base 32, the same as an address, and that as a picture. */
export interface ProposedKey {
  secret: string;
  address: string;
  qr: QrPath;
}

/** A new key for a second factor. */
export function makeTotp(email: string): ProposedKey {
  const { base32: secret } = new Secret({ size: 20 });
  const address = totp(secret, email).toString();
  return { secret, address, qr: qrPath(address) };
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
