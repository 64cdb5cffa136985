import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { type AuditFilter, auditEventsOf } from '@/lib/queries/audit-filter';

/** So many of the latest events are counted: a figure over ten million rows would cost a scan of them. */
export const facetEvents = 5000;

const facets = ['actor', 'action', 'kind', 'outcome'] as const;

/** What the latest events of a filter can be narrowed by, and since when the log reaches back. */
export async function auditFacets(viewer: Viewer, filter: AuditFilter) {
  return reading(viewer, 'audit:read', async (tx) => {
    const rows = await tx.$queryRaw<{ facet: string; value: string; count: number }[]>`
      SELECT CASE WHEN GROUPING(actor) = 0 THEN 'actor' WHEN GROUPING(action) = 0 THEN 'action'
          WHEN GROUPING(object_kind) = 0 THEN 'kind' ELSE 'outcome' END AS facet,
        coalesce(actor, action, object_kind, outcome) AS value, count(*)::int AS count
      FROM (SELECT e.actor, e.action, e.object_kind, e.outcome FROM audit_event e WHERE ${auditEventsOf(filter)}
        ORDER BY e.at DESC, e.id DESC LIMIT ${facetEvents}) latest
      GROUP BY GROUPING SETS ((actor), (action), (object_kind), (outcome)) ORDER BY count DESC, value LIMIT 200`;
    const [oldest] = await tx.$queryRaw<{ at: Date }[]>`SELECT at FROM audit_event ORDER BY at, id LIMIT 1`;
    const valuesOf = (facet: (typeof facets)[number]) =>
      rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count }));
    return {
      values: {
        actor: valuesOf('actor'),
        action: valuesOf('action'),
        kind: valuesOf('kind'),
        outcome: valuesOf('outcome'),
      },
      oldestAt: oldest?.at ?? null,
    };
  });
}
