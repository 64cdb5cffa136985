import { sealedColumns, sealedEvent } from '@/lib/access/sealed-columns';
import type { Transaction } from '@/lib/db';
import type { LogProblem } from '@/lib/merkle/log-problem';
import { type ExpectedRoot, LogWalk } from '@/lib/merkle/log-walk';

const atATime = 5000;

interface Row {
  index: number;
  eventId: string;
  payload: string;
  hash: Uint8Array;
  event: string | null;
}

/** Walks all leaves beside their events, meeting the roots of the checkpoints in the database and those given, by size. */
export async function verifyLeaves(
  tx: Transaction,
  outside: ReadonlyMap<number, readonly ExpectedRoot[]>,
): Promise<{ leaves: number; problems: LogProblem[] }> {
  const walk = new LogWalk();
  const meet = (signed: ReadonlyMap<number, ExpectedRoot[]>) => {
    if (signed.has(walk.size) || outside.has(walk.size))
      walk.meet([...(signed.get(walk.size) ?? []), ...(outside.get(walk.size) ?? [])]);
  };
  const walkPage = async (rows: readonly Row[], signed: ReadonlyMap<number, ExpectedRoot[]>) => {
    for (const { index, eventId, payload, event, hash } of rows) {
      walk.leaf({ index, eventId, payload, event: event === null ? null : sealedEvent(event) }, hash);
      meet(signed);
    }
  };
  meet(await rootsBetween(tx, -1, 0));
  for (let rows = await page(tx, null); rows.length > 0; ) {
    const last = rows.at(-1)?.index ?? 0;
    const signed = await rootsBetween(tx, walk.size, last + 1);
    // Postgres reads the next page while this one is hashed.
    const [following] = await Promise.all([page(tx, last), walkPage(rows, signed)]);
    rows = following;
  }
  walk.end();
  return { leaves: walk.size, problems: [...walk.problems, ...(await verifyNodes(tx, walk))] };
}

/** Leaves in order, each with its event looked up by id: OFFSET keeps Postgres from reading all events for a page. */
function page(tx: Transaction, after: number | null): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT l.leaf_index::float8 AS index, l.event_id::text AS "eventId", l.payload, l.leaf_hash AS hash,
      e.event
    FROM (SELECT * FROM audit_leaf WHERE ${after}::bigint IS NULL OR leaf_index > ${after}::bigint ORDER BY leaf_index LIMIT ${atATime}) l
    LEFT JOIN LATERAL (SELECT ${sealedColumns} AS event FROM audit_event e WHERE e.id = l.event_id OFFSET 0) e ON true
    ORDER BY l.leaf_index`;
}

/** The checkpoints of sizes above `after` and up to `to`, by size. */
async function rootsBetween(tx: Transaction, after: number, to: number): Promise<Map<number, ExpectedRoot[]>> {
  const rows = await tx.$queryRaw<{ id: string; size: number; root: Uint8Array; at: Date }[]>`
    SELECT id::text, size::float8 AS size, root, at FROM audit_checkpoint WHERE size > ${after} AND size <= ${to} ORDER BY id`;
  const found = new Map<number, ExpectedRoot[]>();
  for (const { id, ...row } of rows)
    found.set(row.size, [...(found.get(row.size) ?? []), { ...row, name: `checkpoint ${id}`, outside: false }]);
  return found;
}

/** Kept subtrees must be those that were derived: a wrong one spoils proofs and the next checkpoint. */
async function verifyNodes(tx: Transaction, walk: LogWalk): Promise<LogProblem[]> {
  const rows = await tx.$queryRaw<{ level: number; index: number; hash: Uint8Array }[]>`
    SELECT level, index::float8 AS index, hash FROM audit_node ORDER BY level, index`;
  const problems: LogProblem[] = [];
  const wrong = (level: number, index: number, what: 'edited' | 'deleted') =>
    problems.push({
      what,
      index: index * 2 ** level,
      last: (index + 1) * 2 ** level - 1,
      text: `The kept hash of the leaves ${index * 2 ** level} to ${(index + 1) * 2 ** level - 1} is ${what === 'deleted' ? 'missing' : 'not theirs'}`,
    });
  const stored = new Set<string>();
  for (const { level, index, hash } of rows) {
    const derived = walk.nodes.get(`${level}/${index}`);
    if (!derived || Buffer.compare(derived, hash) !== 0) wrong(level, index, 'edited');
    stored.add(`${level}/${index}`);
  }
  for (const key of walk.nodes.keys()) {
    const [level = 0, index = 0] = key.split('/').map(Number);
    if (!stored.has(key)) wrong(level, index, 'deleted');
  }
  // Leaves that are wrong spoil the subtrees above them: that goes without saying.
  return walk.problems.length > 0 ? [] : problems;
}
