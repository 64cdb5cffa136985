import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { reachingAll } from '@/lib/access/transaction';
import { jobViewer, type Viewer } from '@/lib/access/viewer';
import { type DeletedSample, deleteSample } from '@/lib/commands/delete-sample';
import { recordDay } from '@/lib/commands/record-day';
import { stopSampleSources } from '@/lib/commands/stop-sample-sources';
import { db } from '@/lib/db';
import { sampleRepositoryFolder } from '@/lib/jobs/sample-repository';

const pollMs = 250;
/** A collection of the sample ends within seconds; one that does not belongs to a process that is gone. */
const waitMs = 20_000;

/**
 * Removes the sample estate and leaves nothing of it but audit events; other estates stay as they were. AppError
 * `not-found` when it is not loaded, `conflict` while it is
 * being loaded.
 */
export async function removeSample(viewer: Viewer): Promise<DeletedSample> {
  const ids = await stopSampleSources(viewer);
  await collectionsEnd(ids);
  const days = await reachingAll(
    (tx) => tx.$queryRaw<{ day: Date }[]>`SELECT DISTINCT day FROM day_count ORDER BY day`,
  );
  const deleted = await deleteSample(viewer, ids, new Date());
  const [other] = await reachingAll((tx) => tx.$queryRaw<{ id: string }[]>`SELECT id::text FROM resource LIMIT 1`);
  const job = jobViewer('sample estate', viewer.requestId);
  // The counts spoke of all estates together: what the others were is counted again
  if (other) for (const { day } of days) await recordDay(job, day);
  await rm(dirname(sampleRepositoryFolder()), { recursive: true, force: true });
  return deleted;
}

async function collectionsEnd(ids: string[]): Promise<void> {
  for (let waited = 0; waited < waitMs; waited += pollMs) {
    const [open] = await db().$queryRaw<{ id: string }[]>`
      SELECT id::text FROM collection WHERE source_id = ANY(${ids}::bigint[]) AND finished_at IS NULL LIMIT 1`;
    if (!open) return;
    await new Promise((next) => setTimeout(next, pollMs));
  }
}
