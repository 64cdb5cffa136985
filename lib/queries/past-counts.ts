import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { validAt } from '@/lib/queries/as-of';

export const PastQuery = z.object({ asOf: z.iso.datetime({ offset: true }).transform((text) => new Date(text)) });
export type PastQuery = z.infer<typeof PastQuery>;

/** What the frame says of a moment of the past: its counts, and how the hosts of then and of today differ. */
export async function pastCounts(viewer: Viewer, { asOf }: PastQuery) {
  const hosts = withinReach(viewer, 's');
  return reading(viewer, 'fleet:read', async (tx) => {
    const [row] = await tx.$queryRaw<
      { fleet: number; drift: number; encryption: number; gone: number; fresh: number }[]
    >`
      WITH past AS (SELECT s.resource_id FROM snapshot s WHERE s.kind = 'host' AND ${validAt(asOf, 's')} AND ${hosts}),
        today AS (SELECT s.resource_id FROM snapshot s WHERE s.kind = 'host' AND ${validAt(null, 's')} AND ${hosts})
      SELECT (SELECT count(*)::int FROM past) AS fleet,
        (SELECT count(*)::int FROM drift d WHERE ${validAt(asOf, 'd')} AND ${withinReach(viewer, 'd')}) AS drift,
        (SELECT count(*)::int FROM finding f WHERE f.outcome = 'fail' AND ${validAt(asOf, 'f')} AND ${withinReach(viewer, 'f')}) AS encryption,
        (SELECT count(*)::int FROM past WHERE resource_id NOT IN (SELECT resource_id FROM today)) AS gone,
        (SELECT count(*)::int FROM today WHERE resource_id NOT IN (SELECT resource_id FROM past)) AS fresh`;
    if (!row) throw new Error('The counts of the past were not counted');
    return row;
  });
}
