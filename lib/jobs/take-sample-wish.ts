import { randomUUID } from 'node:crypto';
import { jobViewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { loadSample } from '@/lib/jobs/load-sample';
import { removeSample } from '@/lib/jobs/remove-sample';

/** Loads or removes the sample estate when somebody has asked for it. False when nobody has. */
export async function takeSampleWish(signal: AbortSignal): Promise<boolean> {
  const [asked] = await db().$queryRaw<{ value: string }[]>`SELECT value FROM setting WHERE key = 'sample'`;
  if (!asked) return false;
  const viewer = jobViewer('sample estate', `job_${randomUUID()}`);
  const [held] = await db().$queryRaw<unknown[]>`SELECT 1 FROM source WHERE sample LIMIT 1`;
  try {
    // What a worker that ended left half made is made anew.
    if (held) await removeSample(viewer);
    if (asked.value === 'load') await loadSample(viewer, { signal });
  } finally {
    if (!signal.aborted) await db().$executeRaw`DELETE FROM setting WHERE key = 'sample'`;
  }
  return true;
}
