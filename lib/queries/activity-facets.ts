import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { facetEvents } from '@/lib/queries/audit-facets';
import { type ActivityFilter, activityOf } from '@/lib/queries/list-activity';

const facets = ['actor', 'action', 'service', 'account', 'facility'] as const;

/** What the latest activity of a filter can be narrowed by. */
export async function activityFacets(viewer: Viewer, filter: ActivityFilter) {
  return reading(viewer, 'activity:read', async (tx) => {
    const rows = await tx.$queryRaw<{ facet: string; value: string | null; count: number }[]>`
      SELECT CASE WHEN GROUPING(actor) = 0 THEN 'actor' WHEN GROUPING(action) = 0 THEN 'action'
          WHEN GROUPING(service) = 0 THEN 'service' WHEN GROUPING(account) = 0 THEN 'account' ELSE 'facility' END AS facet,
        coalesce(actor, action, service, account, facility) AS value, count(*)::int AS count
      FROM (SELECT c.actor, c.action, c.service, c.account, c.facility FROM activity c WHERE ${activityOf(viewer, filter)}
        ORDER BY c.at DESC, c.id DESC LIMIT ${facetEvents}) latest
      GROUP BY GROUPING SETS ((actor), (action), (service), (account), (facility)) ORDER BY count DESC, value LIMIT 300`;
    const valuesOf = (facet: (typeof facets)[number]) =>
      rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value: value ?? 'none', count }));
    return {
      actor: valuesOf('actor'),
      action: valuesOf('action'),
      service: valuesOf('service'),
      account: valuesOf('account'),
      facility: valuesOf('facility'),
    };
  });
}
