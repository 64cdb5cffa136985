import { Prisma, type Transaction } from '@/lib/db';
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
  return hashesFrom(await loadStored(tx, ranges.flatMap(subtreesOf)), ranges);
}

/** Kept subtrees by level and index, and under level 0 the leaf hashes of whole blocks, by the number of the block. */
export type StoredHashes = ReadonlyMap<string, Uint8Array>;

/** What `hashesOfRanges` answers, out of what is read already. */
export function hashesFrom(stored: StoredHashes, ranges: readonly Range[]): Uint8Array[] {
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

/**
 * SQL of a JSON list of `[level, index, hash in hex]`: all that a proof of inclusion of the leaf in a tree of that size may
 * need, so that one statement finds the leaf and its way to the root.
 */
export function pathHashes(leaf: Prisma.Sql, size: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT json_agg(json_build_array(level, index, encode(hash, 'hex'))) FROM (
    SELECT n.level, n.index, n.hash FROM generate_series(${keptLevel}::int, 52) v CROSS JOIN LATERAL (
      SELECT ((${leaf}) >> v) # 1 UNION SELECT ((${size}) >> v) - 1 WHERE ((${size}) >> v) & 1 = 1) w (index)
    JOIN audit_node n ON n.level = v AND n.index = w.index
    UNION ALL SELECT 0, b.block, string_agg(h.leaf_hash, '' ORDER BY h.leaf_index)
    FROM (SELECT (${leaf}) / ${blockLeaves} UNION SELECT (${size}) / ${blockLeaves}) b (block)
    CROSS JOIN LATERAL audit_hashes(b.block * ${blockLeaves}, (b.block + 1) * ${blockLeaves}) h GROUP BY b.block) needed)`;
}

/** What `pathHashes` selected. */
export function storedHashes(rows: readonly (readonly [number, number, string])[]): StoredHashes {
  return new Map(rows.map(([level, index, hash]) => [keyOf({ level, index }), Buffer.from(hash, 'hex')]));
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

async function loadStored(tx: Transaction, wanted: readonly Subtree[]): Promise<StoredHashes> {
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

function hashInBlock(stored: StoredHashes, subtree: Subtree): Uint8Array | null {
  const first = (subtree.index * 2 ** subtree.level) % blockLeaves;
  const hashes = stored.get(keyOf({ level: 0, index: blockOf(subtree) }));
  const end = (first + 2 ** subtree.level) * 32;
  if (!hashes || hashes.length < end) return null;
  return hashOfLeaves(
    Array.from({ length: 2 ** subtree.level }, (_, i) => hashes.subarray((first + i) * 32, (first + i + 1) * 32)),
  );
}
