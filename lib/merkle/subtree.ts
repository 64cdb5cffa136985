import { nodeHash } from './hash';

/** A full subtree: the leaves from `index * 2^level`, `2^level` of them. Level 0 is a leaf. */
export interface Subtree {
  level: number;
  index: number;
}

/** Leaves from `begin` up to, but not with, `end`. */
export interface Range {
  begin: number;
  end: number;
}

/** Subtrees of 64 leaves and more are kept in the database; smaller ones are made of leaves when they are asked for. */
export const keptLevel = 6;
export const blockLeaves = 2 ** keptLevel;

/** The largest power of two below `size`: where RFC 6962 splits a tree of at least two leaves. */
export function splitOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/** The full subtrees that make up a range, from left to right. */
export function subtreesOf({ begin, end }: Range): Subtree[] {
  const found: Subtree[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2;
      level += 1;
    }
    found.push({ level, index: at / width });
    at += width;
  }
  return found;
}

/** The hash of a range that is not empty, out of the hashes of its full subtrees. */
export function hashOfRange(range: Range, hashOf: (subtree: Subtree) => Uint8Array): Uint8Array {
  const hashes = subtreesOf(range).map(hashOf);
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

/** The hash of full subtrees below `keptLevel`, out of the leaf hashes of their block. */
export function hashOfLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  let level = leaves;
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, i) =>
      nodeHash(level[2 * i] as Uint8Array, level[2 * i + 1] as Uint8Array),
    );
  const [only] = level;
  if (!only) throw new RangeError('A subtree has at least one leaf');
  return only;
}
