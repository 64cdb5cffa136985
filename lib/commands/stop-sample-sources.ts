import { requireEverything } from '@/lib/access/reach';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/** The advisory lock that whoever makes the history of the sample holds meanwhile. */
export const sampleLoadLock = 72707390;

/**
 * Takes the sample out of the schedule, so that it can be deleted, and returns its sources. AppError `not-found` when
 * there is none, `conflict` while its history is being made.
 */
export async function stopSampleSources(viewer: Viewer): Promise<string[]> {
  return writing(viewer, 'sources:write', async (tx, record) => {
    requireEverything(viewer);
    const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id::text FROM source WHERE sample ORDER BY id FOR UPDATE`;
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) throw new AppError('not-found', 'The sample estate is not loaded');
    const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${sampleLoadLock}) AS taken`;
    if (!lock?.taken) throw new AppError('conflict', 'The sample estate is being loaded: wait until that has ended');
    // Nobody works on what was only asked for, nor on a history that broke off
    await tx.$executeRaw`UPDATE collection SET finished_at = clock_timestamp(), outcome = 'failed', problem = 'The sample was removed'
      WHERE finished_at IS NULL AND source_id IN (SELECT id FROM source WHERE sample)
        AND (started_at IS NULL OR source_id IN (SELECT id FROM source WHERE interval_seconds = 0))`;
    await tx.$executeRaw`UPDATE source SET interval_seconds = 0 WHERE id = ANY(${ids}::bigint[])`;
    await record({ action: 'sample.stopped', objectKind: 'source', objectId: ids[0] ?? null, object: 'Sample estate' });
    return ids;
  });
}
