import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { coverageOf } from '@/lib/queries/as-of';
import { cutFold } from '@/lib/queries/cut-fold';
import { cutPage, decodeCursor, type ListAnswer } from '@/lib/queries/page';
import { type RunFilter, runsWhere } from '@/lib/queries/run-filter';
import type { RunOutcome } from '@/lib/resources/run-outcome';

interface StoredRun {
  id: string;
  host: string;
  hostId: string;
  tool: string;
  /** `check`: nothing was changed, `changed` counts what would have been */
  mode: 'enforce' | 'check';
  outcome: RunOutcome;
  ok: number;
  changed: number;
  failed: number;
  /** Commit of the playbook */
  revision: string | null;
  playbook: string | null;
  /** User on the controller */
  actor: string | null;
  controller: string | null;
  facility: string | null;
  environment: string | null;
  team: string | null;
  /** First error, as `task: message`, redacted */
  error: string | null;
}

interface RunTimes {
  /** Start of the first run of the row: what the list is sorted by */
  firstStartedAt: Date;
  /** Start of the last one */
  startedAt: Date;
  /** Finish of the last one; null where the as-of date lies within a row of several, which keep their starts alone */
  finishedAt: Date | null;
  /** How many uneventful runs of a host and a day the row stands for */
  runs: number;
}

export type RunListRow = StoredRun & RunTimes;
type Read = StoredRun & {
  firstStartedAt: Date;
  lastStartedAt: Date;
  finishedAt: Date;
  runs: number;
  deltas: Uint8Array | null;
};

/**
 * Runs as of a date, newest first by the start of the first run of each row: that does not move while the row grows, so
 * that pages neither skip nor repeat.
 */
export async function listRuns(viewer: Viewer, filter: RunFilter): Promise<ListAnswer<RunListRow>> {
  const asOf = filter.asOf ?? null;
  return reading(viewer, 'runs:read', async (tx) => {
    const page = await tx.$queryRaw<Read[]>`
      SELECT r.id::text, r.host_name AS host, r.host_id::text AS "hostId", r.tool, r.mode, r.outcome, r.started_at AS "firstStartedAt",
        r.last_started_at AS "lastStartedAt", r.finished_at AS "finishedAt", r.runs, r.ok, r.changed, r.failed, r.revision, r.playbook,
        r.actor, r.controller, r.facility, r.environment, r.team, r.error,
        CASE WHEN r.last_started_at > ${asOf ?? new Date()} THEN r.deltas END AS deltas
      FROM run r WHERE ${await runsWhere(tx, viewer, filter)} AND ${after(filter.cursor)}
      ORDER BY r.started_at DESC, r.id DESC LIMIT ${filter.limit + 1}`;
    const { rows, next } = cutPage(page, filter.limit, (row) => [row.firstStartedAt.toISOString(), row.id]);
    const cut = rows.map(({ deltas, lastStartedAt, finishedAt, runs, ...row }) => ({
      ...row,
      ...cutFold({ startedAt: row.firstStartedAt, lastStartedAt, finishedAt, runs, deltas }, asOf),
    }));
    return { rows: cut, next, asOf, ...(await coverageOf(tx, asOf, ['run'])) };
  });
}

function after(cursor: string | undefined): Prisma.Sql {
  if (!cursor) return Prisma.sql`TRUE`;
  const [startedAt, id] = decodeCursor(cursor, ['time', 'id']);
  return Prisma.sql`(r.started_at, r.id) < (${startedAt}::timestamptz, ${id}::bigint)`;
}
