import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** Lets the schedule collect the sample from now on: its history is made. */
export async function startSampleSources(
  viewer: Viewer,
  ids: readonly string[],
  after: Record<string, unknown>,
): Promise<void> {
  await writing(viewer, 'ingest', async (tx, record) => {
    await tx.$executeRaw`UPDATE source SET interval_seconds = 600 WHERE id = ANY(${[...ids]}::bigint[])`;
    await record({
      action: 'sample.completed',
      objectKind: 'source',
      objectId: ids[0] ?? null,
      object: 'Sample estate',
      after,
    });
  });
}
