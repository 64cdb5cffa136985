import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { type DriftFilter, driftWhere } from '@/lib/queries/drift-filter';

const facets = ['facility', 'team', 'account', 'region'] as const;
export type DriftFacet = (typeof facets)[number];

/** What the drift of a filter can be narrowed by, with how many there are of each. */
export async function driftFacets(
  viewer: Viewer,
  filter: DriftFilter,
): Promise<Record<DriftFacet, { value: string; count: number }[]>> {
  return reading(viewer, 'drift:read', async (tx) => {
    const rows = await tx.$queryRaw<{ facet: DriftFacet; value: string; count: number }[]>`
      SELECT CASE WHEN GROUPING(d.facility) = 0 THEN 'facility' WHEN GROUPING(d.team) = 0 THEN 'team'
          WHEN GROUPING(d.account) = 0 THEN 'account' ELSE 'region' END AS facet,
        coalesce(d.facility, d.team, d.account, d.region, 'none') AS value, count(*)::int AS count
      FROM drift d LEFT JOIN resource r ON r.id = d.resource_id WHERE ${driftWhere(viewer, filter)}
      GROUP BY GROUPING SETS ((d.facility), (d.team), (d.account), (d.region)) ORDER BY count DESC, value LIMIT 200`;
    const valuesOf = (facet: DriftFacet) =>
      rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count }));
    return {
      facility: valuesOf('facility'),
      team: valuesOf('team'),
      account: valuesOf('account'),
      region: valuesOf('region'),
    };
  });
}
