import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { FacetValue } from '@/lib/queries/host-facets';
import { type ResourceFilter, resourcesOf } from '@/lib/queries/resource-filter';

const facets = ['facility', 'account', 'region', 'environment', 'team', 'status', 'encryption'] as const;
export type ResourceFacet = (typeof facets)[number];

/** Counts of the filtered resources by each facet. */
export async function resourceFacets(viewer: Viewer, filter: ResourceFilter) {
  return reading(viewer, 'fleet:read', async (tx) => {
    const rows = await tx.$queryRaw<{ facet: string; value: string | null; count: number }[]>`
      SELECT CASE WHEN GROUPING(facility) = 0 THEN 'facility' WHEN GROUPING(account) = 0 THEN 'account' WHEN GROUPING(region) = 0 THEN 'region'
          WHEN GROUPING(environment) = 0 THEN 'environment' WHEN GROUPING(team) = 0 THEN 'team' WHEN GROUPING(status) = 0 THEN 'status'
          WHEN GROUPING(encryption) = 0 THEN 'encryption' ELSE 'total' END AS facet,
        coalesce(facility, account, region, environment, team, status, encryption) AS value, count(*)::int AS count
      FROM (${resourcesOf(viewer, filter)}) h
      GROUP BY GROUPING SETS ((facility), (account), (region), (environment), (team), (status), (encryption), ())
      ORDER BY count DESC, value`;
    const valuesOf = (facet: ResourceFacet): FacetValue[] =>
      rows.filter((row) => row.facet === facet).map((row) => ({ value: row.value ?? 'none', count: row.count }));
    return {
      total: rows.find((row) => row.facet === 'total')?.count ?? 0,
      values: Object.fromEntries(facets.map((facet) => [facet, valuesOf(facet)])) as Record<
        ResourceFacet,
        FacetValue[]
      >,
    };
  });
}
