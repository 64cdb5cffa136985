import type { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma, type Transaction } from '@/lib/db';
import { any, type several } from '@/lib/queries/host-filter';
import { outcomesAsked, periodStart, type RunFilter, runPlace, runsWhere } from '@/lib/queries/run-filter';

const facets = ['facility', 'team', 'tool', 'mode'] as const;
export type RunFacet = (typeof facets)[number];

interface Row {
  facet: RunFacet | 'outcome' | 'total';
  value: string | null;
  /** Rows with the outcomes asked for, and with any */
  count: number;
  everyOutcome: number;
}

const hour = 3_600_000;

/**
 * How many rows the list of this filter has: in all, by outcome (as if none were asked for: these are the tabs) and by
 * facet. Counted like the list, so that a figure is what its link shows. `hosts` ran in the 24 hours before the date.
 */
export async function runCounts(viewer: Viewer, filter: RunFilter) {
  return reading(viewer, 'runs:read', async (tx) => {
    const asked = matching(outcomesAsked(filter));
    const rows = await tx.$queryRaw<Row[]>`
      SELECT CASE WHEN GROUPING(outcome) = 0 THEN 'outcome' WHEN GROUPING(facility) = 0 THEN 'facility' WHEN GROUPING(team) = 0 THEN 'team'
          WHEN GROUPING(tool) = 0 THEN 'tool' WHEN GROUPING(mode) = 0 THEN 'mode' ELSE 'total' END AS facet,
        coalesce(outcome, facility, team, tool, mode) AS value, coalesce(sum(n) FILTER (WHERE ${asked}), 0)::int AS count,
        coalesce(sum(n), 0)::int AS "everyOutcome"
      FROM (${await counted(tx, viewer, filter)}) c
      GROUP BY GROUPING SETS ((outcome), (facility), (team), (tool), (mode), ()) ORDER BY count DESC, value`;
    const total = rows.find((row) => row.facet === 'total');
    const valuesOf = (facet: RunFacet) =>
      rows
        .filter((row) => row.facet === facet && row.count > 0)
        .map((row) => ({ value: row.value ?? 'none', count: row.count }));
    return {
      total: total?.count ?? 0,
      everyOutcome: total?.everyOutcome ?? 0,
      hosts: await hostsThatRan(tx, viewer, filter),
      byOutcome: new Map(
        rows.filter((row) => row.facet === 'outcome').map((row) => [row.value ?? 'none', row.everyOutcome]),
      ),
      values: Object.fromEntries(facets.map((facet) => [facet, valuesOf(facet)])) as Record<
        RunFacet,
        { value: string; count: number }[]
      >,
    };
  });
}

/** Outcomes and facets with their number: whole hours are looked up, the hours at both ends are counted. */
async function counted(tx: Transaction, viewer: Viewer, filter: RunFilter): Promise<Prisma.Sql> {
  const start = periodStart(filter);
  const where = await runsWhere(tx, viewer, filter, { anyOutcome: true, from: start });
  const columns = Prisma.sql`outcome, facility, team, tool, mode`;
  const narrow = filter.host ?? filter.revision ?? filter.error ?? filter.q;
  if (narrow) return Prisma.sql`SELECT ${columns}, count(*) AS n FROM run r WHERE ${where} GROUP BY ${columns}`;
  const first = start ? new Date(Math.ceil(start.getTime() / hour) * hour) : null;
  const last = filter.asOf ? new Date(Math.floor(filter.asOf.getTime() / hour) * hour) : null;
  const whole = [
    ...runPlace(viewer, filter),
    first ? Prisma.sql`r.hour >= ${first}` : Prisma.empty,
    last ? Prisma.sql`r.hour < ${last}` : Prisma.empty,
  ].filter((part) => part !== Prisma.empty);
  const before = first ? Prisma.sql`r.started_at < ${first}` : Prisma.sql`FALSE`;
  const after = last ? Prisma.sql`r.started_at >= ${last}` : Prisma.sql`FALSE`;
  return Prisma.sql`
    SELECT ${columns}, sum(count) AS n FROM (
      SELECT hour, outcome, tool, mode, nullif(facility, '') AS facility, nullif(environment, '') AS environment, nullif(team, '') AS team, count
      FROM run_count) r WHERE ${Prisma.join(whole, ' AND ')} GROUP BY ${columns}
    UNION ALL SELECT ${columns}, count(*) FROM run r WHERE ${where} AND ${before} GROUP BY ${columns}
    UNION ALL SELECT ${columns}, count(*) FROM run r WHERE ${where} AND ${after} GROUP BY ${columns}`;
}

async function hostsThatRan(tx: Transaction, viewer: Viewer, filter: RunFilter): Promise<number> {
  const at = filter.asOf ?? new Date();
  const [row] = await tx.$queryRaw<{ hosts: number }[]>`
    SELECT count(*)::int AS hosts FROM (SELECT DISTINCT r.host_id FROM run r WHERE r.started_at <= ${at}
      AND r.started_at >= date_trunc('day', ${at}::timestamptz - interval '1 day', 'UTC')
      AND r.last_started_at >= ${at}::timestamptz - interval '1 day' AND ${withinReach(viewer, 'r')}) h`;
  return row?.hosts ?? 0;
}

function matching(outcomes: z.output<typeof several>): Prisma.Sql {
  const condition = any(Prisma.sql`outcome`, outcomes);
  return condition === Prisma.empty ? Prisma.sql`TRUE` : condition;
}
