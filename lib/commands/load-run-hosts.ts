import type { Transaction } from '@/lib/db';
import type { Condition, HostClock } from '@/lib/resources/host-timeline';
import type { Place } from '@/lib/resources/place';

/** A host as the record of its runs needs it. */
export interface RunHostRow extends Place {
  name: string;
  state: { from: number; condition: Condition; tool: HostClock['tool'] } | null;
  clock: HostClock | null;
}

interface Row extends Place {
  hostId: string;
  name: string | null;
  stateFrom: Date | null;
  condition: Condition | null;
  stateTool: HostClock['tool'] | null;
  clockTool: HostClock['tool'] | null;
  lastStartedAt: Date | null;
  lastFinishedAt: Date | null;
  intervalSeconds: number | null;
  overdueAt: Date | null;
}

/** The hosts with their name, place, state and clock, locked until the transaction ends. */
export async function loadRunHosts(tx: Transaction, hostIds: readonly string[]): Promise<Map<string, RunHostRow>> {
  const ids = [...hostIds];
  // Locked first and read after: a read that waited for the lock would show what stood before.
  await tx.$executeRaw`SELECT FROM resource WHERE id = ANY(${ids}::bigint[]) ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT r.id::text AS "hostId", s.name, s.facility, s.environment, s.team, t.valid_from AS "stateFrom", t.condition,
      t.tool AS "stateTool", i.tool AS "clockTool", i.last_started_at AS "lastStartedAt", i.last_finished_at AS "lastFinishedAt",
      i.interval_seconds AS "intervalSeconds", i.overdue_at AS "overdueAt"
    FROM resource r LEFT JOIN snapshot s ON s.resource_id = r.id AND s.valid_to = 'infinity'
    LEFT JOIN host_state t ON t.host_id = r.id AND t.valid_to = 'infinity'
    LEFT JOIN host_interval i ON i.host_id = r.id
    WHERE r.id = ANY(${ids}::bigint[])`;
  return new Map(rows.map((row) => [row.hostId, hostOf(row)]));
}

function hostOf(row: Row): RunHostRow {
  const { stateFrom, condition, stateTool, clockTool, lastStartedAt, lastFinishedAt, intervalSeconds, overdueAt } = row;
  return {
    name: row.name ?? row.hostId,
    facility: row.facility,
    environment: row.environment,
    team: row.team,
    state: stateFrom && condition && stateTool ? { from: stateFrom.getTime(), condition, tool: stateTool } : null,
    clock:
      clockTool && lastStartedAt && lastFinishedAt && intervalSeconds && overdueAt
        ? {
            tool: clockTool,
            lastStartedAt: lastStartedAt.getTime(),
            lastFinishedAt: lastFinishedAt.getTime(),
            intervalSeconds,
            overdueAt: overdueAt.getTime(),
          }
        : null,
  };
}
