import type { Permission } from '@/lib/access/permissions';
import { reading, recording } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';

/** What is looked at, as the log names it. */
export interface Viewed {
  objectKind: string;
  objectId: string | null;
  object?: string | null;
  /** How it was narrowed down */
  filter?: Record<string, unknown>;
}

/**
 * Leaves the event of a view of evidence, committed before anything is read: without it nothing is shown. What jobs and
 * operators read for themselves is no view.
 */
export async function recordView(viewer: Viewer, permission: Permission, viewed: Viewed): Promise<void> {
  requirePermission(viewer, permission);
  if (viewer.kind !== 'person' && viewer.kind !== 'token') return;
  const { filter, ...object } = viewed;
  await recording(viewer, (_tx, record) => record({ action: 'evidence.viewed', ...object, after: filter ?? null }));
}

/** From when to when the log has months: reading within it goes month by month. */
export interface LogSpan {
  since: Date | null;
  until: Date | null;
}

/**
 * `reading` of the log itself: waits for a lock for at most so long, so that a locked log hangs nobody. Compiling a plan of
 * many months would take longer than it does.
 */
export async function readingLog<T>(
  viewer: Viewer,
  permission: Permission,
  work: (tx: Transaction, span: LogSpan) => Promise<T>,
): Promise<T> {
  return reading(viewer, permission, async (tx) => {
    const [span] = await tx.$queryRaw<LogSpan[]>`
      SELECT set_config('lock_timeout', '1s', true), set_config('jit', 'off', true), CASE WHEN isfinite(s.since) THEN s.since END AS since,
        CASE WHEN isfinite(s.until) THEN s.until END AS until
      FROM (VALUES (1)) one LEFT JOIN audit_span() s ON true`;
    return work(tx, span ?? { since: null, until: null });
  });
}

/** Records the view, then reads, in a transaction of its own: one that only reads cannot write its event. */
export async function readingEvidence<T>(
  viewer: Viewer,
  permission: Permission,
  viewed: Viewed,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  // A log that is locked has ended here: the view could not be written.
  await recordView(viewer, permission, viewed);
  return reading(viewer, permission, work);
}
