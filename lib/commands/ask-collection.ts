import { z } from 'zod';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { wakeWorker } from '@/lib/commands/wake-worker';
import { AppError } from '@/lib/errors';

export const SourceId = z.object({ id: z.string().regex(/^\d{1,18}$/, 'is not the id of a source') });

/**
 * Asks the worker to collect a source now. Answers the collection that is open then: a new one, or the one under way.
 * AppError `not-found` for no source, `invalid` for one that is only pushed to.
 */
export async function askCollection(
  viewer: Viewer,
  { id }: z.output<typeof SourceId>,
): Promise<{ collection: string }> {
  return writing(viewer, 'sources:run', async (tx, record) => {
    const [source] = await tx.$queryRaw<{ name: string; provider: string }[]>`
      SELECT name, provider FROM source WHERE id = ${id}::bigint AND removed_at IS NULL`;
    if (!source) throw new AppError('not-found', `There is no source ${id}`);
    if (source.provider === 'ansible' || source.provider === 'join')
      throw new AppError('invalid', `${source.name} is pushed to: there is nothing to collect`);
    await tx.$executeRaw`INSERT INTO collection (source_id, asked_at, asked_by)
      VALUES (${id}::bigint, clock_timestamp(), ${viewer.name}) ON CONFLICT DO NOTHING`;
    const [open] = await tx.$queryRaw<{ collection: string }[]>`
      SELECT id::text AS collection FROM collection WHERE source_id = ${id}::bigint AND finished_at IS NULL`;
    // Ended between the two statements: what was wanted has just been done.
    if (!open) throw new AppError('conflict', 'A collection has just ended: ask again');
    await wakeWorker(tx);
    const after = { collection: open.collection };
    await record({ action: 'source.collection-asked', objectKind: 'source', objectId: id, object: source.name, after });
    return open;
  });
}
