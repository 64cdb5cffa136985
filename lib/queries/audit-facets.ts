import { readingLog } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';
import { type AuditFilter, auditEventsOf } from '@/lib/queries/audit-filter';

/** So many of the latest events are counted: a figure over ten million rows would cost a scan of them. */
export const facetEvents = 1000;

/** Of free text fewer, for each of them is a row to be read and looked through. */
export function countedOf({ q }: Pick<AuditFilter, 'q'>): number {
  return q ? facetEvents / 20 : facetEvents;
}

const facets = ['actor', 'action', 'kind', 'outcome', 'address', 'reach'] as const;
type FacetName = (typeof facets)[number];

/** What the latest events of a filter can be narrowed by, and since when the log reaches back. */
export async function auditFacets(viewer: Viewer, filter: AuditFilter) {
  return readingLog(viewer, 'audit:read', async (tx, span) => {
    const rows = await tx.$queryRaw<{ facet: FacetName; value: string; count: number }[]>`
      SELECT CASE WHEN GROUPING(actor) = 0 THEN 'actor' WHEN GROUPING(action) = 0 THEN 'action'
          WHEN GROUPING(object_kind) = 0 THEN 'kind' WHEN GROUPING(outcome) = 0 THEN 'outcome'
          WHEN GROUPING(address) = 0 THEN 'address' ELSE 'reach' END AS facet,
        coalesce(actor, action, object_kind, outcome, address, reach) AS value, count(*)::int AS count
      FROM (SELECT e.actor, e.action, e.object_kind, e.outcome, e.address, e.reach FROM audit_event e
        WHERE ${auditEventsOf(viewer, filter, span)} ORDER BY e.at DESC, e.id DESC LIMIT ${countedOf(filter)}) latest
      GROUP BY GROUPING SETS ((actor), (action), (object_kind), (outcome), (address), (reach))
      HAVING coalesce(actor, action, object_kind, outcome, address, reach) IS NOT NULL ORDER BY count DESC, value LIMIT 200`;
    const [oldest] = await tx.$queryRaw<{ at: Date }[]>`
      SELECT at FROM audit_event e WHERE e.at >= coalesce(${span.since}::timestamptz, '-infinity')
        AND e.at < coalesce(${span.until}::timestamptz, 'infinity') ORDER BY at, id LIMIT 1`;
    const valuesOf = (facet: FacetName) =>
      rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count }));
    const values = Object.fromEntries(facets.map((facet) => [facet, valuesOf(facet)]));
    return { values: values as Record<FacetName, { value: string; count: number }[]>, oldestAt: oldest?.at ?? null };
  });
}
