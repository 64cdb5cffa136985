import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { type AsOf, validAt } from '@/lib/queries/as-of';

/** How many resources there are of every kind, as of a date. */
export async function kindCounts(viewer: Viewer, asOf: AsOf): Promise<ReadonlyMap<string, number>> {
  return reading(viewer, 'fleet:read', async (tx) => {
    const rows = await tx.$queryRaw<{ kind: string; count: number }[]>`
      SELECT s.kind, count(*)::int AS count FROM snapshot s
      WHERE ${validAt(asOf, 's')} AND ${withinReach(viewer, 's')} GROUP BY s.kind`;
    return new Map(rows.map((row) => [row.kind, row.count]));
  });
}
