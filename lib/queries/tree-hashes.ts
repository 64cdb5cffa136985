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
 * the leaves of their block. One statement, however many ranges. Throws where the log has lost one.
 */
export async function hashesOfRanges(tx: Transaction, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const stored = await loadStored(tx, ranges.flatMap(subtreesOf));
  const hashOf = remembering((subtree: Subtree) => {
    const found = subtree.level >= keptLevel ? stored.get(keyOf(subtree)) : hashInBlock(stored, subtree);
    if (!found) throw new Error('The audit log has lost a hash: npx plumbline audit verify says which');
    return found;
  }, keyOf);
  return ranges.map(
    remembering(
      (range: Range) => hashOfRange(range, hashOf),
      ({ begin, end }) => `${begin}-${end}`,
    ),
  );
}

const keyOf = ({ level, index }: Subtree) => `${level}/${index}`;

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

/** Kept subtrees by level and index, and under level 0 the leaf hashes of whole blocks, by the number of the block. */
async function loadStored(tx: Transaction, wanted: readonly Subtree[]): Promise<Map<string, Uint8Array>> {
  const kept = wanted.filter(({ level }) => level >= keptLevel);
  const unique = [...new Map(kept.map((subtree) => [keyOf(subtree), subtree])).values()];
  const blocks = [...new Set(wanted.filter(({ level }) => level < keptLevel).map(blockOf))];
  const rows = await tx.$queryRaw<{ level: number; index: number; hash: Uint8Array }[]>`
    SELECT n.level, n.index::float8 AS index, n.hash FROM audit_node n
    JOIN unnest(${unique.map(({ level }) => level)}::integer[], ${unique.map(({ index }) => index)}::bigint[]) w (level, index)
      ON n.level = w.level AND n.index = w.index
    UNION ALL SELECT 0, b.block::float8, string_agg(l.leaf_hash, '' ORDER BY l.leaf_index)
    FROM unnest(${blocks}::bigint[]) b (block)
    CROSS JOIN LATERAL audit_hashes(b.block * ${blockLeaves}, (b.block + 1) * ${blockLeaves}) l
    GROUP BY b.block`;
  return new Map(rows.map(({ hash, ...subtree }) => [keyOf(subtree), hash]));
}

const blockOf = ({ level, index }: Subtree) => Math.floor((index * 2 ** level) / blockLeaves);

function hashInBlock(stored: ReadonlyMap<string, Uint8Array>, subtree: Subtree): Uint8Array | null {
  const first = (subtree.index * 2 ** subtree.level) % blockLeaves;
  const hashes = stored.get(keyOf({ level: 0, index: blockOf(subtree) }));
  const end = (first + 2 ** subtree.level) * 32;
  if (!hashes || hashes.length < end) return null;
  return hashOfLeaves(
    Array.from({ length: 2 ** subtree.level }, (_, i) => hashes.subarray((first + i) * 32, (first + i + 1) * 32)),
  );
}
