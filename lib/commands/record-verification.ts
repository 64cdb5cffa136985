import { requireSystem } from '@/lib/access/require-system';
import { recording } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { LogProblem } from '@/lib/merkle/log-problem';

export interface Verification {
  leaves: number;
  checkpoints: number;
  /** Checkpoints kept outside that the log was held against */
  outside: number;
  problems: readonly LogProblem[];
}

/** Leaves the audit event of a verification of the log, with the first problem that it found. */
export async function recordVerification(viewer: Viewer, verification: Verification): Promise<void> {
  requireSystem(viewer);
  const { leaves, checkpoints, outside, problems } = verification;
  await recording(viewer, (_tx, record) =>
    record({
      action: 'audit-log.verified',
      outcome: problems.length === 0 ? 'done' : 'failed',
      objectKind: 'audit-log',
      objectId: 'log',
      object: `${leaves} events`,
      after: { events: leaves, checkpoints, outside, first: problems[0]?.text ?? null },
    }),
  );
}
