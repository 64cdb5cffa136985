import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/** Request and answer of one activity, secrets removed; AppError `not-found` also for what is out of reach. */
export async function getActivityBody(viewer: Viewer, id: string): Promise<{ request: unknown; response: unknown }> {
  return reading(viewer, 'activity:read', async (tx) => {
    const [row] = await tx.$queryRaw<{ body: string }[]>`SELECT c.body FROM activity c
      WHERE c.id = ${id}::bigint AND ${withinReach(viewer, 'c')}`;
    if (!row) throw new AppError('not-found', 'There is no such activity', { id });
    return JSON.parse(row.body) as { request: unknown; response: unknown };
  });
}
