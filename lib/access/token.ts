import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const shape = /^plumbline_(api|ingest)_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

function base62(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62)) text = (alphabet[rest % 62] ?? '0') + text;
  return text;
}

/** SHA-256 of a token, as kept in the database. */
export function hashToken(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(secret).digest());
}

/** A new token `plumbline_<kind>_<43 base62><6 crc>`: shown once, kept only as its hash; `hint` is its last six characters. */
export function makeToken(kind: 'api' | 'ingest') {
  const random = Array.from({ length: 43 }, () => alphabet[randomInt(62)]).join('');
  const secret = `plumbline_${kind}_${random}${base62(checksum(kind, random), 6)}`;
  return { secret, hash: hashToken(secret), hint: secret.slice(-6) };
}

/** Whether the text has the form and checksum of a token: a mistyped one costs no look-up. */
export function isToken(text: string): boolean {
  const match = shape.exec(text);
  return match !== null && base62(checksum(match[1] ?? '', match[2] ?? ''), 6) === match[3];
}

function checksum(kind: string, random: string): number {
  return crc32(`plumbline_${kind}_${random}`);
}
