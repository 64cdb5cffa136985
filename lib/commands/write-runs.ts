import { createHash } from 'node:crypto';
import type { Transaction } from '@/lib/db';
import { canonicalJson } from '@/lib/resources/canonical-json';
import { encodeGaps } from '@/lib/resources/delta-times';
import { errorOf, errorPattern } from '@/lib/resources/run-error';
import type { Folded, RunRow } from '@/lib/resources/run-fold';
import type { RunEvent, RunReport } from '@/lib/resources/run-report';

const mostEvents = 200;

/** Writes new rows with their events, and the rows that grew; gives the new rows their ids. At most seven statements. */
export async function writeRuns(tx: Transaction, folded: Folded, receivedAt: Date): Promise<void> {
  const reportOf = new Map<RunRow, RunReport>();
  // Of runs that folded, the first speaks for all.
  for (const { row, arrival } of folded.taken) if (!reportOf.has(row)) reportOf.set(row, arrival.report);
  if (folded.added.size > 0) {
    await giveIds(tx, [...folded.added]);
    await insertRuns(tx, [...folded.added], reportOf, receivedAt);
    await insertEvents(tx, [...folded.added], reportOf);
    await countRuns(tx, [...folded.added]);
  }
  if (folded.grown.size > 0) await updateRuns(tx, [...folded.grown]);
}

async function giveIds(tx: Transaction, rows: readonly RunRow[]): Promise<void> {
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT nextval(pg_get_serial_sequence('run', 'id'))::text AS id FROM generate_series(1, ${rows.length})`;
  rows.forEach((row, i) => {
    row.id = ids[i]?.id ?? '';
  });
}

async function insertRuns(
  tx: Transaction,
  rows: readonly RunRow[],
  reportOf: ReadonlyMap<RunRow, RunReport>,
  receivedAt: Date,
): Promise<void> {
  const values = rows.map((row) => {
    const report = reportOf.get(row);
    const error = report ? errorOf(report) : null;
    return { ...timesOf(row), error, digest: error && sha256(errorPattern(error, row.hostName)) };
  });
  await tx.$executeRaw`
    INSERT INTO run (id, host_id, source_id, tool, mode, outcome, started_at, last_started_at, finished_at, received_at, runs, deltas,
      ok, changed, failed, skipped, ignored, rescued, revision, repository, playbook, controller, actor, tags, error, error_digest,
      host_name, facility, environment, team)
    OVERRIDING SYSTEM VALUE
    SELECT id, "hostId", "sourceId", tool, mode, outcome, "startedAt", "lastStartedAt", "finishedAt", ${receivedAt}::timestamptz, runs,
      decode(deltas, 'hex'), ok, changed, failed, skipped, ignored, rescued, revision, repository, playbook, controller, actor, tags,
      error, decode(digest, 'hex'), "hostName", facility, environment, team
    FROM jsonb_to_recordset(${canonicalJson(values)}::jsonb) AS v (id bigint, "hostId" bigint, "sourceId" bigint, tool text, mode text,
      outcome text, "startedAt" timestamptz, "lastStartedAt" timestamptz, "finishedAt" timestamptz, runs int, deltas text, ok int,
      changed int, failed int, skipped int, ignored int, rescued int, revision text, repository text, playbook text, controller text,
      actor text, tags text, error text, digest text, "hostName" text, facility text, environment text, team text)`;
}

async function updateRuns(tx: Transaction, rows: readonly RunRow[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE run r SET last_started_at = v."lastStartedAt", finished_at = v."finishedAt", runs = v.runs,
      deltas = decode(v.deltas, 'hex'), ok = v.ok, skipped = v.skipped
    FROM jsonb_to_recordset(${canonicalJson(rows.map(timesOf))}::jsonb) AS v (id bigint, "hostId" bigint, "lastStartedAt" timestamptz,
      "finishedAt" timestamptz, runs int, deltas text, ok int, skipped int)
    WHERE r.host_id = v."hostId" AND r.id = v.id`;
}

function timesOf({ starts, ...row }: RunRow) {
  const gaps = starts.slice(1).map((second, i) => second - (starts[i] ?? second));
  return {
    ...row,
    startedAt: new Date(row.startedAt),
    lastStartedAt: new Date(row.lastStartedAt),
    finishedAt: new Date(row.finishedAt),
    runs: starts.length,
    deltas: Buffer.from(encodeGaps(gaps)).toString('hex'),
  };
}

async function insertEvents(
  tx: Transaction,
  rows: readonly RunRow[],
  reportOf: ReadonlyMap<RunRow, RunReport>,
): Promise<void> {
  const events = rows.flatMap((row) =>
    keptEvents(reportOf.get(row)?.events ?? []).map((event, i) => ({
      ...event,
      runId: row.id,
      runStartedAt: new Date(row.startedAt),
      seq: i + 1,
    })),
  );
  if (events.length === 0) return;
  const months = [...new Set(events.map((event) => event.runStartedAt.toISOString().slice(0, 7)))];
  await tx.$executeRaw`SELECT ensure_run_event_month(m::timestamptz) FROM unnest(${months.map((it) => `${it}-01T00:00:00Z`)}::text[]) m`;
  await tx.$executeRaw`
    INSERT INTO run_event (run_id, run_started_at, seq, task, action, item, status, path, message, before, after)
    SELECT "runId", "runStartedAt", seq, task, action, item, status, path, message, before, after
    FROM jsonb_to_recordset(${canonicalJson(events)}::jsonb) AS v ("runId" bigint, "runStartedAt" timestamptz, seq int, task text,
      action text, item text, status text, path text, message text, before text, after text)`;
}

/** Adds the new rows to the counts of their hours. In the order of the key, so that two deliveries cannot wait for each other. */
async function countRuns(tx: Transaction, rows: readonly RunRow[]): Promise<void> {
  const values = rows.map(({ sourceId, startedAt, outcome, tool, mode, facility, environment, team }) => ({
    ...{ sourceId, outcome, tool, mode, facility, environment, team },
    startedAt: new Date(startedAt),
  }));
  await tx.$executeRaw`
    INSERT INTO run_count (source_id, hour, outcome, tool, mode, facility, environment, team, count)
    SELECT "sourceId", date_trunc('hour', "startedAt", 'UTC'), outcome, tool, mode, coalesce(facility, ''), coalesce(environment, ''),
      coalesce(team, ''), count(*)
    FROM jsonb_to_recordset(${canonicalJson(values)}::jsonb) AS v ("sourceId" bigint, "startedAt" timestamptz, outcome text, tool text,
      mode text, facility text, environment text, team text)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
    ON CONFLICT (source_id, hour, outcome, tool, mode, facility, environment, team) DO UPDATE SET count = run_count.count + excluded.count`;
}

/** At most 200 events, what failed before what changed; the last one says how many were left out. */
function keptEvents(events: readonly RunEvent[]): RunEvent[] {
  if (events.length <= mostEvents) return [...events];
  const bad = (event: RunEvent) => event.status === 'failed' || event.status === 'unreachable';
  const chosen = new Set([...events.filter(bad), ...events.filter((event) => !bad(event))].slice(0, mostEvents - 1));
  const left = events.length - chosen.size;
  const note: RunEvent = {
    task: 'Further events',
    action: '',
    status: 'unknown',
    message: `${left} more events were not kept`,
  };
  return [...events.filter((event) => chosen.has(event)), note];
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
