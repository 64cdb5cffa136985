import { emptyRoot, nodeHash } from './hash';
import type { Subtree } from './subtree';

/** A full subtree with its hash. */
export interface HashedSubtree extends Subtree {
  hash: Uint8Array;
}

/** The right edge of a tree: its full subtrees, no two of one size. All that is needed to append and to know the root. */
export class TreeEdge {
  /** Number of leaves */
  size = 0;
  private readonly peaks: HashedSubtree[] = [];

  /** Continues a tree from its full subtrees, from left to right, as `subtreesOf` names them. */
  static of(peaks: readonly HashedSubtree[]): TreeEdge {
    const edge = new TreeEdge();
    for (const peak of peaks) {
      edge.peaks.push(peak);
      edge.size += 2 ** peak.level;
    }
    return edge;
  }

  /** Appends one leaf; `completed` hears of every subtree of two leaves and more that it completes. */
  append(leafHash: Uint8Array, completed?: (subtree: HashedSubtree) => void): void {
    let added: HashedSubtree = { level: 0, index: this.size, hash: leafHash };
    for (let left = this.peaks.at(-1); left?.level === added.level; left = this.peaks.at(-1)) {
      this.peaks.pop();
      added = { level: added.level + 1, index: left.index / 2, hash: nodeHash(left.hash, added.hash) };
      completed?.(added);
    }
    this.peaks.push(added);
    this.size += 1;
  }

  root(): Uint8Array {
    const hashes = this.peaks.map(({ hash }) => hash);
    return hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));
  }
}
