import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { validAt } from '@/lib/queries/as-of';
import { type HostFilter, hostsOf } from '@/lib/queries/host-filter';

export interface FacetValue {
  value: string;
  count: number;
}

const facets = ['facility', 'account', 'environment', 'team', 'system', 'status', 'tool', 'disks', 'joined'] as const;
export type HostFacet = (typeof facets)[number];

/**
 * Counts of the filtered hosts by each facet, in one pass; `total` of them, `all` without filters. Under `everyStatus`
 * the conditions are counted as if no status were chosen: these are the tabs.
 */
export async function hostFacets(viewer: Viewer, filter: HostFilter) {
  return reading(viewer, 'fleet:read', async (tx) => {
    const rows = await tx.$queryRaw<{ facet: string; value: string | null; count: number }[]>`
      SELECT CASE WHEN GROUPING(facility) = 0 THEN 'facility' WHEN GROUPING(account) = 0 THEN 'account' WHEN GROUPING(environment) = 0 THEN 'environment'
          WHEN GROUPING(team) = 0 THEN 'team' WHEN GROUPING(system) = 0 THEN 'system' WHEN GROUPING(condition) = 0 THEN 'status'
          WHEN GROUPING(tool) = 0 THEN 'tool' WHEN GROUPING(disks) = 0 THEN 'disks' WHEN GROUPING(joined) = 0 THEN 'joined' ELSE 'total' END AS facet,
        coalesce(facility, account, environment, team, system, condition, tool, disks, joined) AS value, sum(n)::int AS count
      FROM (SELECT facility, account, environment, team, system, condition, tool, disks, joined, count(*) AS n FROM (${hostsOf(viewer, filter)}) h
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) h
      GROUP BY GROUPING SETS ((facility), (account), (environment), (team), (system), (condition), (tool), (disks), (joined), ())
      ORDER BY count DESC, value`;
    const everyStatus = filter.status
      ? await tx.$queryRaw<{ value: string; count: number }[]>`
      SELECT condition AS value, count(*)::int AS count FROM (${hostsOf(viewer, { ...filter, status: undefined })}) h GROUP BY condition`
      : null;
    const [all] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM snapshot s WHERE s.kind = 'host' AND ${validAt(filter.asOf ?? null, 's')} AND ${withinReach(viewer, 's')}`;
    const valuesOf = (facet: HostFacet): FacetValue[] =>
      rows.filter((row) => row.facet === facet).map((row) => ({ value: row.value ?? 'none', count: row.count }));
    return {
      total: rows.find((row) => row.facet === 'total')?.count ?? 0,
      all: all?.count ?? 0,
      everyStatus: new Map((everyStatus ?? valuesOf('status')).map((row) => [row.value, row.count])),
      values: Object.fromEntries(facets.map((facet) => [facet, valuesOf(facet)])) as Record<HostFacet, FacetValue[]>,
    };
  });
}
