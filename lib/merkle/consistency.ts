import { emptyRoot, nodeHash } from './hash';
import { type Range, splitOf } from './subtree';

/** The ranges whose hashes prove that a tree of `older` leaves is the beginning of one of `newer` (RFC 6962, 2.1.2). */
export function consistencyRanges(older: number, newer: number): Range[] {
  if (!(older >= 0 && older <= newer)) throw new RangeError(`A tree of ${older} is no beginning of one of ${newer}`);
  if (older === 0 || older === newer) return [];
  const path: Range[] = [];
  let [begin, end, whole] = [0, newer, true];
  while (older < end) {
    const middle = begin + splitOf(end - begin);
    const right = older > middle;
    path.push(right ? { begin, end: middle } : { begin: middle, end });
    if (right) [begin, whole] = [middle, false];
    else end = middle;
  }
  if (!whole) path.push({ begin, end });
  return path.reverse();
}

export interface Consistency {
  older: { size: number; root: Uint8Array };
  newer: { size: number; root: Uint8Array };
  proof: readonly Uint8Array[];
}

/** Whether the newer tree begins with the older one, leaf by leaf. */
export function isConsistent({ older, newer, proof }: Consistency): boolean {
  const same = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
  if (older.size > newer.size || older.size < 0) return false;
  if (older.size === newer.size) return proof.length === 0 && same(older.root, newer.root);
  if (older.size === 0) return proof.length === 0 && same(older.root, emptyRoot);
  if (proof.some((hash) => hash.length !== 32)) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  const [first, ...rest] = at === 0 ? [older.root, ...proof] : proof;
  if (!first) return false;
  let [olderRoot, newerRoot] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      olderRoot = nodeHash(hash, olderRoot);
      newerRoot = nodeHash(hash, newerRoot);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else newerRoot = nodeHash(newerRoot, hash);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(olderRoot, older.root) && same(newerRoot, newer.root);
}
