import type { z } from 'zod';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { any, type several } from '@/lib/queries/host-filter';
import { outcomesAsked, type RunFilter, runsWhere } from '@/lib/queries/run-filter';

const facets = ['facility', 'team', 'tool', 'mode'] as const;
export type RunFacet = (typeof facets)[number];

interface Row {
  facet: RunFacet | 'outcome' | 'total';
  value: string | null;
  /** Rows with the outcomes asked for, and with any */
  count: number;
  everyOutcome: number;
  hosts: number;
}

/**
 * How many rows the list of this filter has: in all, by outcome (as if none were asked for: these are the tabs) and by
 * facet; and of how many hosts they are. Counted like the list, so that a figure is what its link shows.
 */
export async function runCounts(viewer: Viewer, filter: RunFilter) {
  return reading(viewer, 'runs:read', async (tx) => {
    const asked = matching(outcomesAsked(filter));
    const rows = await tx.$queryRaw<Row[]>`
      SELECT CASE WHEN GROUPING(outcome) = 0 THEN 'outcome' WHEN GROUPING(facility) = 0 THEN 'facility' WHEN GROUPING(team) = 0 THEN 'team'
          WHEN GROUPING(tool) = 0 THEN 'tool' WHEN GROUPING(mode) = 0 THEN 'mode' ELSE 'total' END AS facet,
        coalesce(outcome, facility, team, tool, mode) AS value, count(*) FILTER (WHERE ${asked})::int AS count,
        count(*)::int AS "everyOutcome", CASE WHEN GROUPING(outcome, facility, team, tool, mode) = 31
          THEN count(DISTINCT host_id) FILTER (WHERE ${asked})::int ELSE 0 END AS hosts
      FROM run r WHERE ${await runsWhere(tx, viewer, filter, { anyOutcome: true })}
      GROUP BY GROUPING SETS ((outcome), (facility), (team), (tool), (mode), ()) ORDER BY count DESC, value`;
    const total = rows.find((row) => row.facet === 'total');
    const valuesOf = (facet: RunFacet) =>
      rows
        .filter((row) => row.facet === facet && row.count > 0)
        .map((row) => ({ value: row.value ?? 'none', count: row.count }));
    return {
      total: total?.count ?? 0,
      everyOutcome: total?.everyOutcome ?? 0,
      hosts: total?.hosts ?? 0,
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

function matching(outcomes: z.output<typeof several>): Prisma.Sql {
  const condition = any(Prisma.sql`outcome`, outcomes);
  return condition === Prisma.empty ? Prisma.sql`TRUE` : condition;
}
