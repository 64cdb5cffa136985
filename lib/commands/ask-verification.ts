import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { wakeWorker } from '@/lib/commands/wake-worker';
import { AppError } from '@/lib/errors';

/** Asks the worker, which alone has the keys and the checkpoints of this machine, to verify the log. Answers the one under way, if one is. */
export async function askVerification(viewer: Viewer): Promise<{ id: string }> {
  return writing(viewer, 'audit:verify', async (tx, record) => {
    await tx.$executeRaw`INSERT INTO audit_verification (asked_by) VALUES (${viewer.name}) ON CONFLICT DO NOTHING`;
    const [open] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM audit_verification WHERE finished_at IS NULL`;
    // Ended between the two statements: what was wanted has just been done.
    if (!open) throw new AppError('conflict', 'A verification has just ended: ask again');
    await wakeWorker(tx);
    await record({
      action: 'audit-log.verification-asked',
      objectKind: 'audit-log',
      objectId: 'log',
      object: 'the audit log',
    });
    return open;
  });
}
