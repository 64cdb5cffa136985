import { requireSystem } from '@/lib/access/require-system';
import { recording } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { Checkpoint } from '@/lib/merkle/checkpoint';

/** Leaves the event that says which signed checkpoint the log no longer continues, and why: after a restore, before it is signed again. */
export async function anchorLog(viewer: Viewer, last: Checkpoint, reason: string): Promise<void> {
  requireSystem(viewer);
  await recording(viewer, (_tx, record) =>
    record({
      action: 'audit-log.anchored',
      objectKind: 'audit-log',
      objectId: 'log',
      object: last.origin,
      before: { size: last.size, root: Buffer.from(last.root).toString('base64'), at: last.at.toISOString() },
      reason,
    }),
  );
}
