import { hash } from 'node:crypto';

/** The root of a tree without leaves (RFC 6962, 2.1). */
export const emptyRoot: Buffer = sha256(Buffer.alloc(0));

function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}

let leaf = Buffer.alloc(4096);

/** SHA-256 of 0x00 and the bytes of the leaf; text is taken as UTF-8. */
export function leafHash(payload: string | Uint8Array): Buffer {
  const longest = 1 + (typeof payload === 'string' ? payload.length * 3 : payload.length);
  // One buffer for all: a verification hashes millions.
  if (leaf.length < longest) leaf = Buffer.alloc(longest * 2);
  leaf[0] = 0;
  if (typeof payload !== 'string') leaf.set(payload, 1);
  const length = typeof payload === 'string' ? leaf.write(payload, 1) : payload.length;
  return sha256(leaf.subarray(0, 1 + length));
}

const pair = Buffer.alloc(65, 1);

/** SHA-256 of 0x01 and the hashes of both halves, 32 bytes each. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== 32 || right.length !== 32) throw new RangeError('A hash of the tree has 32 bytes');
  pair.set(left, 1);
  pair.set(right, 33);
  return sha256(pair);
}
