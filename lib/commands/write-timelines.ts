import type { Transaction } from '@/lib/db';
import type { Timeline } from '@/lib/resources/host-timeline';
import type { Place } from '@/lib/resources/place';
import type { RunRow } from '@/lib/resources/run-fold';

export interface HostTimeline extends Timeline<RunRow> {
  hostId: string;
  place: Place;
}

/** Writes what changed in the states and clocks of hosts: one statement each for what ends, what begins and what is due. */
export async function writeTimelines(tx: Transaction, timelines: readonly HostTimeline[]): Promise<void> {
  const closed = timelines.flatMap(({ hostId, closedAt }) =>
    closedAt === null ? [] : [{ hostId, at: new Date(closedAt) }],
  );
  const opened = timelines.flatMap(({ hostId, place, opened: states }) =>
    states.map(({ run, ...state }) => ({
      ...state,
      hostId,
      ...place,
      from: new Date(state.from),
      to: state.to === null ? null : new Date(state.to),
      runId: run?.id ?? null,
    })),
  );
  const clocks = timelines.flatMap(({ hostId, clock }) =>
    clock
      ? [
          {
            ...clock,
            hostId,
            lastStartedAt: new Date(clock.lastStartedAt),
            lastFinishedAt: new Date(clock.lastFinishedAt),
            overdueAt: new Date(clock.overdueAt),
          },
        ]
      : [],
  );
  if (closed.length > 0)
    await tx.$executeRaw`
      UPDATE host_state t SET valid_to = c.at FROM jsonb_to_recordset(${JSON.stringify(closed)}::jsonb) AS c ("hostId" bigint, at timestamptz)
      WHERE t.host_id = c."hostId" AND t.valid_to = 'infinity'`;
  if (opened.length > 0)
    await tx.$executeRaw`
      INSERT INTO host_state (host_id, valid_from, valid_to, condition, tool, run_id, facility, environment, team)
      SELECT "hostId", "from", coalesce("to", 'infinity'), condition, tool, "runId", facility, environment, team
      FROM jsonb_to_recordset(${JSON.stringify(opened)}::jsonb)
        AS o ("hostId" bigint, "from" timestamptz, "to" timestamptz, condition text, tool text, "runId" bigint, facility text,
          environment text, team text)`;
  if (clocks.length > 0)
    await tx.$executeRaw`
      INSERT INTO host_interval (host_id, tool, last_started_at, last_finished_at, interval_seconds, overdue_at)
      SELECT "hostId", tool, "lastStartedAt", "lastFinishedAt", "intervalSeconds", "overdueAt"
      FROM jsonb_to_recordset(${JSON.stringify(clocks)}::jsonb) AS c ("hostId" bigint, tool text, "lastStartedAt" timestamptz,
        "lastFinishedAt" timestamptz, "intervalSeconds" int, "overdueAt" timestamptz)
      ON CONFLICT (host_id) DO UPDATE SET tool = excluded.tool, last_started_at = excluded.last_started_at,
        last_finished_at = excluded.last_finished_at, interval_seconds = excluded.interval_seconds, overdue_at = excluded.overdue_at`;
}
