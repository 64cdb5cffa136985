import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** Leaves the audit event of an export of leaves, before the first of them leaves the house. Needs the permission `export`. */
export async function recordPartExport(
  viewer: Viewer,
  part: { from: number; to: number; size: number },
): Promise<void> {
  await writing(viewer, 'export', async (tx, record) => {
    await requireProven(tx, viewer, { tokens: true });
    await record({
      action: 'export.begun',
      objectKind: 'audit-log',
      objectId: 'part',
      object: `leaves ${part.from} to ${part.to} of the audit log`,
      after: { ...part },
    });
  });
}
