import { sealedColumns, sealedEvent } from '@/lib/access/sealed-columns';
import type { Transaction } from '@/lib/db';
import { checkHoles, type Erasure, erasureOf } from '@/lib/merkle/erasure';
import { leafPayload } from '@/lib/merkle/leaf-payload';
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

interface Walked {
  leaves: number;
  problems: LogProblem[];
  /** What retention took away, in the order of the log */
  erasures: Erasure[];
}

/**
 * Walks all leaves beside their events, meeting the roots of the checkpoints in the database and those given, by size. Where
 * retention left hashes alone, the tree is derived from these, and the log must say so. `walked` hears how far it is.
 */
export async function verifyLeaves(
  tx: Transaction,
  outside: ReadonlyMap<number, readonly ExpectedRoot[]>,
  walked?: (leaves: number) => Promise<void>,
): Promise<Walked> {
  const walk = new LogWalk();
  const holes: [number, number][] = [];
  const erasures: Erasure[] = [];
  const meet = (signed: ReadonlyMap<number, ExpectedRoot[]>) => {
    if (signed.has(walk.size) || outside.has(walk.size))
      walk.meet([...(signed.get(walk.size) ?? []), ...(outside.get(walk.size) ?? [])]);
  };
  const walkHole = async (end: number, signed: ReadonlyMap<number, ExpectedRoot[]>) => {
    const first = walk.size;
    for (let more = true; more && walk.size < end; ) {
      const hashes = await hashesOfErased(tx, walk.size, end);
      for (const hash of hashes) {
        walk.erased(hash);
        meet(signed);
      }
      more = hashes.length > 0;
    }
    if (walk.size > first) holes.push([first, walk.size - 1]);
  };
  const walkPage = async (rows: readonly Row[], signed: ReadonlyMap<number, ExpectedRoot[]>) => {
    for (const { index, eventId, payload, event, hash } of rows) {
      if (index > walk.size) await walkHole(index, signed);
      walk.leaf({ index, eventId, payload, event: event === null ? null : sealedEvent(event) }, hash);
      const erasure = erasureOf(payload);
      if (erasure) erasures.push(erasure);
      meet(signed);
    }
  };
  meet(await rootsBetween(tx, -1, 0));
  for (let rows = await page(tx, null); rows.length > 0; ) {
    const last = rows.at(-1)?.index ?? 0;
    const signed = await rootsBetween(tx, walk.size, last + 1);
    // Postgres reads the next page while this one is hashed.
    const [following] = await Promise.all([page(tx, last), walkPage(rows, signed), walked?.(walk.size)]);
    rows = following;
  }
  await walkHole(Number.MAX_SAFE_INTEGER, await rootsBetween(tx, walk.size, Number.MAX_SAFE_INTEGER));
  walk.end();
  const told = [...erasures, ...(await waitingErasures(tx))];
  const problems = [...walk.problems, ...(await verifyNodes(tx, walk)), ...checkHoles(holes, told)];
  return { leaves: walk.size, problems, erasures: told };
}

/**
 * Leaves in order, each with its event looked up by number in the month of the leaf: OFFSET keeps Postgres from reading all
 * events for a page. One that is not there may have been moved to another time: those are looked for everywhere.
 */
async function page(tx: Transaction, after: number | null): Promise<Row[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT l.leaf_index::float8 AS index, l.event_id::text AS "eventId", l.payload, l.leaf_hash AS hash,
      e.event
    FROM (SELECT * FROM audit_leaf WHERE ${after}::bigint IS NULL OR leaf_index > ${after}::bigint ORDER BY leaf_index LIMIT ${atATime}) l
    LEFT JOIN LATERAL (SELECT ${sealedColumns} AS event FROM audit_event e WHERE e.id = l.event_id AND e.at = l.at OFFSET 0) e ON true
    ORDER BY l.leaf_index`;
  const missing = rows.filter(({ event }) => event === null).map(({ eventId }) => eventId);
  if (missing.length === 0) return rows;
  const elsewhere = await tx.$queryRaw<{ id: string; event: string }[]>`
    SELECT e.id::text, ${sealedColumns} AS event FROM audit_event e WHERE e.id = ANY(${missing}::bigint[])`;
  const found = new Map(elsewhere.map(({ id, event }) => [id, event]));
  return rows.map((row) => ({ ...row, event: row.event ?? found.get(row.eventId) ?? null }));
}

/** The hashes that retention left, from `since` on without a gap, a page of them. */
async function hashesOfErased(tx: Transaction, since: number, end: number): Promise<Uint8Array[]> {
  const until = Math.min(end, since + atATime);
  const rows = await tx.$queryRaw<{ index: number; hash: Uint8Array }[]>`
    SELECT e.first_index::float8 + n AS index, substring(e.hashes FROM 32 * n + 1 FOR 32) AS hash
    FROM audit_erased e CROSS JOIN LATERAL generate_series(0, octet_length(e.hashes) / 32 - 1) n
    WHERE e.first_index > ${since}::bigint - 64 AND e.first_index < ${until}::bigint ORDER BY 1`;
  const from = rows.filter(({ index }) => index >= since && index < until);
  return from.filter(({ index }, i) => index === since + i).map(({ hash }) => hash);
}

/** Erasures whose events wait for their leaf. */
async function waitingErasures(tx: Transaction): Promise<Erasure[]> {
  const rows = await tx.$queryRaw<{ event: string }[]>`
    SELECT ${sealedColumns} AS event FROM audit_pending p JOIN audit_event e ON e.id = p.event_id AND e.at = p.at
    WHERE e.action = 'audit-log.erased' ORDER BY e.id`;
  return rows.flatMap(({ event }) => erasureOf(leafPayload(sealedEvent(event), 0, '')) ?? []);
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
