import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/** A collection without a sign of life for so long belongs to a process that is gone. */
const silentAfterSeconds = 120;

/**
 * Takes the sample out of the schedule, so that it can be deleted, and returns its sources. AppError `not-found` when
 * there is none, `conflict` while its history is being made.
 */
export async function stopSampleSources(viewer: Viewer): Promise<string[]> {
  return writing(viewer, 'sources:write', async (tx, record) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707372)`;
    const rows = await tx.$queryRaw<{ id: string; loading: boolean }[]>`
      SELECT o.id::text, o.interval_seconds = 0 AND EXISTS (SELECT FROM collection c WHERE c.source_id = o.id AND c.finished_at IS NULL
        AND c.heartbeat_at > clock_timestamp() - make_interval(secs => ${silentAfterSeconds})) AS loading
      FROM source o WHERE o.sample`;
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) throw new AppError('not-found', 'The sample estate is not loaded');
    if (rows.some(({ loading }) => loading))
      throw new AppError('conflict', 'The sample estate is being loaded: wait until that has ended');
    await tx.$executeRaw`UPDATE source SET interval_seconds = 0 WHERE id = ANY(${ids}::bigint[])`;
    await tx.$executeRaw`UPDATE collection SET finished_at = clock_timestamp(), outcome = 'failed', problem = 'The sample was removed'
      WHERE source_id = ANY(${ids}::bigint[]) AND started_at IS NULL AND finished_at IS NULL`;
    await record({ action: 'sample.stopped', objectKind: 'source', objectId: ids[0] ?? null, object: 'Sample estate' });
    return ids;
  });
}
