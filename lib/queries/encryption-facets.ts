import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { validAt } from '@/lib/queries/as-of';
import type { FacetValue } from '@/lib/queries/host-facets';
import { any, words } from '@/lib/queries/host-filter';
import type { EncryptionFilter } from '@/lib/queries/list-encryption';
import { staleScopes } from '@/lib/queries/stale-scopes';

const facets = ['kind', 'facility', 'account', 'region', 'team'] as const;

/** Counts of the ledger by state and by each facet; the state that is chosen is left aside, so that the tabs have theirs. */
export async function encryptionFacets(viewer: Viewer, filter: EncryptionFilter) {
  const asOf = filter.asOf ?? null;
  return reading(viewer, 'encryption:read', async (tx) => {
    const stale = await staleScopes(tx, asOf);
    const parts = [
      any(Prisma.sql`f.kind`, filter.kind),
      any(Prisma.sql`f.facility`, filter.facility),
      any(Prisma.sql`f.account`, filter.account),
      any(Prisma.sql`f.region`, filter.region),
      any(Prisma.sql`f.environment`, filter.environment),
      any(Prisma.sql`f.team`, filter.team),
    ].filter((part) => part !== Prisma.empty);
    const searched = words(filter.q);
    const named =
      searched.length > 0
        ? Prisma.sql`EXISTS (SELECT FROM snapshot s WHERE s.resource_id = f.resource_id AND ${validAt(asOf, 's')} AND ${Prisma.join(searched, ' AND ')})`
        : Prisma.sql`TRUE`;
    const rows = await tx.$queryRaw<{ facet: string; value: string | null; count: number }[]>`
      SELECT CASE WHEN GROUPING(kind) = 0 THEN 'kind' WHEN GROUPING(facility) = 0 THEN 'facility' WHEN GROUPING(account) = 0 THEN 'account'
          WHEN GROUPING(region) = 0 THEN 'region' WHEN GROUPING(team) = 0 THEN 'team' ELSE 'status' END AS facet,
        coalesce(kind, facility, account, region, team, status) AS value, sum(n)::int AS count
      FROM (SELECT f.kind, f.facility, f.account, f.region, f.team,
          CASE WHEN f.scope_id = ANY(${stale}::bigint[]) THEN 'unknown' WHEN f.outcome = 'pass' THEN 'encrypted' WHEN f.outcome = 'fail' THEN 'unencrypted' ELSE f.outcome END AS status, count(*) AS n
        FROM finding f WHERE ${validAt(asOf, 'f')} AND ${withinReach(viewer, 'f')} AND ${named} AND ${Prisma.join([...parts, Prisma.sql`TRUE`], ' AND ')}
        GROUP BY 1, 2, 3, 4, 5, 6) x
      GROUP BY GROUPING SETS ((kind), (facility), (account), (region), (team), (status)) ORDER BY count DESC, value`;
    const valuesOf = (facet: string): FacetValue[] =>
      rows.filter((row) => row.facet === facet).map((row) => ({ value: row.value ?? 'none', count: row.count }));
    const byStatus = new Map(valuesOf('status').map(({ value, count }) => [value, count]));
    return {
      total: [...byStatus.values()].reduce((sum, count) => sum + count, 0),
      byStatus,
      values: Object.fromEntries(facets.map((facet) => [facet, valuesOf(facet)])) as Record<
        (typeof facets)[number],
        FacetValue[]
      >,
    };
  });
}
