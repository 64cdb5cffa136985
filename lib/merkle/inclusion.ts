import { nodeHash } from './hash';
import { type Range, splitOf } from './subtree';

/** The ranges whose hashes prove leaf `index` in a tree of `size`, in the order of RFC 6962, 2.1.1: from leaf to root. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`A tree of ${size} has no leaf ${index}`);
  const path: Range[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    const right = index >= middle;
    path.push(right ? { begin, end: middle } : { begin: middle, end });
    if (right) begin = middle;
    else end = middle;
  }
  return path.reverse();
}

export interface Inclusion {
  leafHash: Uint8Array;
  index: number;
  size: number;
  proof: readonly Uint8Array[];
}

/** The root that a proof of inclusion leads to; null when it has not the shape of one. */
export function rootOfInclusion({ leafHash, index, size, proof }: Inclusion): Uint8Array | null {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size) || !Number.isSafeInteger(size)) return null;
  let [at, last] = [index, size - 1];
  let root = leafHash;
  for (const hash of proof) {
    if (last === 0 || hash.length !== 32) return null;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(hash, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else root = nodeHash(root, hash);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}
