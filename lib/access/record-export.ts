import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** Leaves the audit event of an export, in a transaction of its own: it stands before the first byte leaves. */
export function recordExport(
  viewer: Viewer,
  step: 'begun' | 'made' | 'broken-off',
  list: string,
  about: Record<string, unknown>,
): Promise<void> {
  return writing(viewer, 'export', (_tx, record) =>
    record({
      action: `export.${step}`,
      outcome: step === 'broken-off' ? 'failed' : 'done',
      objectKind: 'list',
      objectId: list,
      object: `${list} as CSV`,
      after: about,
    }),
  );
}
