import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/**
 * Leaves the audit event of an export, in a transaction of its own: it stands before the first byte leaves. What is evidence
 * asks for a proof of who takes it away: AppError `step-up-required`.
 */
export function recordExport(
  viewer: Viewer,
  step: 'begun' | 'made' | 'broken-off',
  list: { name: string; evidence?: boolean },
  about: Record<string, unknown>,
): Promise<void> {
  return writing(viewer, 'export', async (tx, record) => {
    if (step === 'begun' && list.evidence) await requireProven(tx, viewer, { tokens: true });
    await record({
      action: `export.${step}`,
      outcome: step === 'broken-off' ? 'failed' : 'done',
      objectKind: 'list',
      objectId: list.name,
      object: `${list.name} as CSV`,
      after: about,
    });
  });
}
