import { jobViewer } from '@/lib/access/viewer';
import type { RecordedCheckpoint } from '@/lib/commands/record-checkpoint';
import { sealEvents } from '@/lib/commands/seal-events';
import { makeCheckpoint, pace } from '@/lib/jobs/make-checkpoint';
import type { SigningKeys } from '@/lib/jobs/signing-keys';

/** Events to a transaction. */
const batch = 2000;

/** The table of contents of sealing: every committed event gets its leaf, then a checkpoint is signed if one is due. */
export async function seal(
  keys: SigningKeys,
  organisation: string,
  { at, every = pace, stop }: { at: Date; every?: typeof pace; stop?: AbortSignal },
): Promise<{ sealed: number; checkpoint: RecordedCheckpoint | null }> {
  const viewer = jobViewer('seal', `job_seal_${at.toISOString()}`);
  let sealed = 0;
  for (;;) {
    const more = await sealEvents(viewer, batch);
    sealed += more;
    if (more < batch || stop?.aborted) break;
  }
  return { sealed, checkpoint: await makeCheckpoint(viewer, keys, organisation, every) };
}
