import { Prisma, type Transaction } from '@/lib/db';
import { secondOf, startsOf } from '@/lib/resources/delta-times';
import type { Arrival, RunRow } from '@/lib/resources/run-fold';

type Row = Omit<RunRow, 'startedAt' | 'lastStartedAt' | 'finishedAt' | 'starts'> & {
  startedAt: Date;
  lastStartedAt: Date;
  finishedAt: Date;
  deltas: Uint8Array;
};

const columns = Prisma.sql`r.id::text, r.host_id::text AS "hostId", r.source_id::text AS "sourceId", r.tool, r.mode, r.outcome,
  r.started_at AS "startedAt", r.last_started_at AS "lastStartedAt", r.finished_at AS "finishedAt", r.deltas, r.ok, r.changed,
  r.failed, r.skipped, r.ignored, r.rescued, r.revision, r.repository, r.playbook, r.controller, r.actor, r.tags,
  r.host_name AS "hostName", r.facility, r.environment, r.team`;

/** What must be known to fold these runs: the rows of their hosts on their days, and of each work the enforcing run before. */
export async function loadKnownRuns(tx: Transaction, arrivals: readonly Arrival[]): Promise<RunRow[]> {
  const windows = JSON.stringify(windowsOf(arrivals));
  const days = await tx.$queryRaw<Row[]>`
    SELECT ${columns} FROM jsonb_to_recordset(${windows}::jsonb) AS w ("hostId" bigint, "from" timestamptz, "to" timestamptz)
    JOIN run r ON r.host_id = w."hostId" AND r.started_at >= w."from" AND r.started_at <= w."to"`;
  const before = await tx.$queryRaw<Row[]>`
    SELECT ${columns} FROM jsonb_to_recordset(${JSON.stringify(worksOf(arrivals))}::jsonb)
      AS w ("hostId" bigint, tool text, playbook text, tags text, "from" timestamptz)
    CROSS JOIN LATERAL (SELECT * FROM run p WHERE p.host_id = w."hostId" AND p.started_at < w."from" AND p.mode = 'enforce'
      AND p.outcome <> 'unreachable' AND p.tool = w.tool AND p.playbook IS NOT DISTINCT FROM w.playbook
      AND p.tags IS NOT DISTINCT FROM w.tags ORDER BY p.started_at DESC LIMIT 1) r`;
  return [...days, ...before].map(({ deltas, ...row }) => ({
    ...row,
    startedAt: row.startedAt.getTime(),
    lastStartedAt: row.lastStartedAt.getTime(),
    finishedAt: row.finishedAt.getTime(),
    starts: startsOf(row.startedAt, deltas).map((start) => secondOf(start.getTime())),
  }));
}

/** For each host the UTC days from its first to its last run here. */
function windowsOf(arrivals: readonly Arrival[]) {
  const spans = new Map<string, { first: number; last: number }>();
  for (const { row } of arrivals) {
    const span = spans.get(row.hostId);
    spans.set(row.hostId, {
      first: Math.min(span?.first ?? row.startedAt, row.startedAt),
      last: Math.max(span?.last ?? row.startedAt, row.startedAt),
    });
  }
  return [...spans].map(([hostId, { first, last }]) => ({ hostId, from: dayOf(first), to: new Date(last) }));
}

function worksOf(arrivals: readonly Arrival[]) {
  const works = new Map<string, { row: Arrival['row']; from: Date }>();
  for (const { row, report } of arrivals) {
    if (row.mode !== 'enforce' || report.changed === 0) continue;
    const key = JSON.stringify([row.hostId, row.tool, row.playbook, row.tags]);
    const held = works.get(key);
    const from = dayOf(row.startedAt);
    if (!held || held.from > from) works.set(key, { row, from });
  }
  return [...works.values()].map(({ row, from }) => ({
    hostId: row.hostId,
    tool: row.tool,
    playbook: row.playbook,
    tags: row.tags,
    from,
  }));
}

function dayOf(moment: number): Date {
  return new Date(Math.floor(moment / 86_400_000) * 86_400_000);
}
