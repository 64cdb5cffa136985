import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { AppError } from '@/lib/errors';

/** Where a secret stands. It is sealed together with this: moved to another row or member it does not open. */
export interface BoxPlace {
  table: 'source' | 'source_test';
  row: string;
  /** Within the configuration: `accounts.0.externalId` */
  member: string;
}

/** The public half as it is told: 32 bytes of X25519, base64url. */
export function publicText(key: KeyObject): string {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }).x ?? '';
}

/** Names a key and tells nothing of it: the first 8 hexadecimal digits of the SHA-256 of its public half. */
export function boxKeyId(publicHalf: string): string {
  return createHash('sha256').update(publicHalf).digest('hex').slice(0, 8);
}

/** The key that sealed a text; null for one that is not sealed. */
export function boxKeyOf(text: string): string | null {
  return /^b1\.([0-9a-f]{8})\.[\w-]{43}\./.exec(text)?.[1] ?? null;
}

/**
 * Seals a secret for the worker alone: `b1.<key id>.<one-time key>.<nonce>.<ciphertext and tag>`, AES-256-GCM under a key
 * that X25519 and HKDF-SHA256 make of a one-time key and the worker's public one. Who seals cannot open it again.
 */
export function sealForWorker(secret: string, publicHalf: string, place: BoxPlace): string {
  const once = generateKeyPairSync('x25519');
  const header = `b1.${boxKeyId(publicHalf)}.${publicText(once.publicKey)}`;
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', agree(once.privateKey, publicHalf, header), nonce);
  cipher.setAAD(boundTo(header, place));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${header}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
}

/** Opens what `sealForWorker` made; AppError `unavailable` when its key is not here, or it was changed or moved. */
export function openInWorker(sealed: string, privateKey: (id: string) => KeyObject | null, place: BoxPlace): string {
  const [version = '', id = '', once = '', nonce = '', body = ''] = sealed.split('.');
  const key = privateKey(id);
  if (key === null)
    throw new AppError('unavailable', `A secret of this source cannot be opened: the key ${id} is not here`);
  const header = `${version}.${id}.${once}`;
  const bytes = Buffer.from(body, 'base64url');
  try {
    const options = { authTagLength: 16 };
    const secret = agree(key, once, header);
    const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(nonce, 'base64url'), options);
    decipher.setAAD(boundTo(header, place));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new AppError('unavailable', 'A secret of this source cannot be opened: it was changed', {}, { cause });
  }
}

function agree(privateKey: KeyObject, publicHalf: string, header: string): Buffer {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: publicHalf }, format: 'jwk' });
  const shared = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', shared, '', `plumbline ${header}`, 32));
}

function boundTo(header: string, { table, row, member }: BoxPlace): Buffer {
  return Buffer.from(JSON.stringify([header, table, 'config', row, member]), 'utf8');
}
