import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';

/** The facilities within reach that anything belongs to now, by name. */
export async function listFacilities(viewer: Viewer): Promise<string[]> {
  return reading(viewer, 'fleet:read', async (tx) => {
    const rows = await tx.$queryRaw<{ facility: string }[]>`
      SELECT DISTINCT s.facility FROM snapshot s
      WHERE s.valid_to = 'infinity' AND s.facility IS NOT NULL AND ${withinReach(viewer, Prisma.sql`s.facility`)} ORDER BY 1`;
    return rows.map(({ facility }) => facility);
  });
}
