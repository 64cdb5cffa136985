import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { secretKeys } from '@/lib/access/secret-keys';
import { AppError } from '@/lib/errors';

/** Where a secret stands. It is sealed together with this: moved to another row or column it does not open. */
export interface SecretPlace {
  table: 'provider' | 'user_account';
  column: 'client_secret' | 'totp_secret';
  row: string;
}

/** Seals a secret: `v1.<key id>.<nonce>.<ciphertext and tag>`, AES-256-GCM under the key that seals now. */
export function sealSecret(secret: string, place: SecretPlace): string {
  const key = secretKeys().at(-1);
  if (!key) throw new Error('There is no key to seal with');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce);
  const header = `v1.${key.id}`;
  cipher.setAAD(boundTo(header, place));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${header}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
}

/** Opens what `sealSecret` made; AppError `unavailable` when its key is not here, or it was changed or moved. */
export function openSecret(sealed: string, place: SecretPlace): string {
  const [version, id, nonce = '', body = ''] = sealed.split('.');
  const key = secretKeys().find((known) => known.id === id);
  if (version !== 'v1' || !key)
    throw new AppError('unavailable', `A stored secret cannot be opened: its key ${id ?? ''} is not here`);
  const bytes = Buffer.from(body, 'base64url');
  try {
    const options = { authTagLength: 16 };
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), options);
    decipher.setAAD(boundTo(`${version}.${id}`, place));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new AppError('unavailable', 'A stored secret cannot be opened: it was changed', {}, { cause });
  }
}

/** The id of the key that sealed it; null for what is not sealed. */
export function sealedWith(stored: string): string | null {
  return /^v1\.([0-9a-f]{8})\./.exec(stored)?.[1] ?? null;
}

function boundTo(header: string, { table, column, row }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([header, table, column, row]), 'utf8');
}
