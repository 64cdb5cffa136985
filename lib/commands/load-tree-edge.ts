import type { Transaction } from '@/lib/db';
import { blockLeaves, keptLevel, subtreesOf } from '@/lib/merkle/subtree';
import { type HashedSubtree, TreeEdge } from '@/lib/merkle/tree-edge';

/** Held by the transaction that adds leaves or a checkpoint: one at a time over all workers. */
export const sealLock = 6962;

/** Number of leaves. */
export async function countLeaves(tx: Transaction): Promise<number> {
  const [row] = await tx.$queryRaw<{ size: number }[]>`
    SELECT greatest((SELECT max(leaf_index) FROM audit_leaf), (SELECT max(last_leaf) FROM audit_hole), -1)::float8 + 1 AS size`;
  return row?.size ?? 0;
}

/** The right edge of the tree as it was at `size`: kept subtrees, and the leaves after them. Throws where one is missing. */
export async function loadTreeEdge(tx: Transaction, size: number): Promise<TreeEdge> {
  const kept = size - (size % blockLeaves);
  const wanted = subtreesOf({ begin: 0, end: kept });
  const found = await tx.$queryRaw<HashedSubtree[]>`
    SELECT n.level, n.index::float8 AS index, n.hash FROM audit_node n
    JOIN unnest(${wanted.map(({ level }) => level)}::integer[], ${wanted.map(({ index }) => index)}::bigint[]) w (level, index)
      ON n.level = w.level AND n.index = w.index ORDER BY n.level DESC`;
  const leaves = await tx.$queryRaw<{ hash: Uint8Array }[]>`
    SELECT leaf_hash AS hash FROM audit_hashes(${kept}, ${size}) ORDER BY leaf_index`;
  if (found.length !== wanted.length || leaves.length !== size - kept)
    throw new Error(`The audit log has lost hashes below leaf ${size}: npx plumbline audit verify names them`);
  const edge = TreeEdge.of(found.filter(({ level }) => level >= keptLevel));
  for (const { hash } of leaves) edge.append(hash);
  return edge;
}
