import type { Transaction } from '@/lib/db';
import {
  blockLeaves,
  hashOfLeaves,
  hashOfRange,
  keptLevel,
  type Range,
  type Subtree,
  subtreesOf,
} from '@/lib/merkle/subtree';

/**
 * The hashes of ranges of the log, each by the full subtrees that make it up: kept ones are read, smaller ones are made of
 * the leaves of their block. Two statements, however many ranges. Throws where the log has lost one.
 */
export async function hashesOfRanges(tx: Transaction, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const wanted = ranges.flatMap(subtreesOf);
  const kept = await loadKept(
    tx,
    wanted.filter(({ level }) => level >= keptLevel),
  );
  const blocks = await loadBlocks(
    tx,
    wanted.filter(({ level }) => level < keptLevel),
  );
  const hashOf = remembering(
    ({ level, index }: Subtree) => {
      const found = level >= keptLevel ? kept.get(`${level}/${index}`) : hashInBlock(blocks, { level, index });
      if (!found) throw new Error('The audit log has lost a hash: npx plumbline audit verify says which');
      return found;
    },
    ({ level, index }) => `${level}/${index}`,
  );
  return ranges.map(
    remembering(
      (range: Range) => hashOfRange(range, hashOf),
      ({ begin, end }) => `${begin}-${end}`,
    ),
  );
}

/** Neighbours share most of their proofs. */
function remembering<Asked, Answer>(work: (asked: Asked) => Answer, keyOf: (asked: Asked) => string) {
  const known = new Map<string, Answer>();
  return (asked: Asked): Answer => {
    const key = keyOf(asked);
    const answer = known.get(key) ?? work(asked);
    known.set(key, answer);
    return answer;
  };
}

async function loadKept(tx: Transaction, wanted: readonly Subtree[]): Promise<Map<string, Uint8Array>> {
  if (wanted.length === 0) return new Map();
  const unique = [...new Map(wanted.map((subtree) => [`${subtree.level}/${subtree.index}`, subtree])).values()];
  const rows = await tx.$queryRaw<{ key: string; hash: Uint8Array }[]>`
    SELECT n.level || '/' || n.index AS key, n.hash FROM audit_node n
    JOIN unnest(${unique.map(({ level }) => level)}::integer[], ${unique.map(({ index }) => index)}::bigint[]) w (level, index)
      ON n.level = w.level AND n.index = w.index`;
  return new Map(rows.map(({ key, hash }) => [key, hash]));
}

const blockOf = ({ level, index }: Subtree) => Math.floor((index * 2 ** level) / blockLeaves);

/** Leaf hashes of the blocks that the subtrees lie in, by the number of the block. */
async function loadBlocks(tx: Transaction, wanted: readonly Subtree[]): Promise<Map<number, Uint8Array>> {
  const blocks = [...new Set(wanted.map(blockOf))];
  if (blocks.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ block: number; hashes: Uint8Array }[]>`
    SELECT b.block::float8 AS block, string_agg(l.leaf_hash, '' ORDER BY l.leaf_index) AS hashes
    FROM unnest(${blocks}::bigint[]) b (block)
    JOIN audit_leaf l ON l.leaf_index >= b.block * ${blockLeaves} AND l.leaf_index < (b.block + 1) * ${blockLeaves}
    GROUP BY b.block`;
  return new Map(rows.map(({ block, hashes }) => [block, hashes]));
}

function hashInBlock(blocks: ReadonlyMap<number, Uint8Array>, subtree: Subtree): Uint8Array | null {
  const first = (subtree.index * 2 ** subtree.level) % blockLeaves;
  const hashes = blocks.get(blockOf(subtree));
  const end = (first + 2 ** subtree.level) * 32;
  if (!hashes || hashes.length < end) return null;
  return hashOfLeaves(
    Array.from({ length: 2 ** subtree.level }, (_, i) => hashes.subarray((first + i) * 32, (first + i + 1) * 32)),
  );
}
