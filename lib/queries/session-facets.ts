import { reading } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { openSessions, type SessionFilter } from '@/lib/queries/list-sessions';

/** What everybody's sessions can be narrowed by, and how many there are with the filter. */
export async function sessionFacets(viewer: Viewer, filter: SessionFilter) {
  requirePermission(viewer, 'security:read');
  return reading(viewer, 'account', async (tx) => {
    const rows = await tx.$queryRaw<{ facet: 'role' | 'by' | 'all'; value: string | null; count: number }[]>`
      SELECT CASE WHEN GROUPING(role) = 0 THEN 'role' WHEN GROUPING(by) = 0 THEN 'by' ELSE 'all' END AS facet,
        coalesce(role, by) AS value, count(*)::int AS count
      FROM (${openSessions(viewer, filter)}) s GROUP BY GROUPING SETS ((role), (by), ()) ORDER BY count DESC, value`;
    const valuesOf = (facet: 'role' | 'by') =>
      rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value: value ?? 'none', count }));
    return {
      total: rows.find(({ facet }) => facet === 'all')?.count ?? 0,
      values: { role: valuesOf('role'), by: valuesOf('by') },
    };
  });
}
