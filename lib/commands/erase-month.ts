import { requireSystem } from '@/lib/access/require-system';
import { recording } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';

/**
 * Takes one month of the audit log away, its first day given, and leaves the hashes of its leaves and the event that says so,
 * in one transaction. Throws, and nothing has happened, where the month is too young, held, or not yet in a checkpoint: the
 * database looks after that itself. Returns the number of events.
 */
export async function eraseMonth(viewer: Viewer, month: Date): Promise<number> {
  requireSystem(viewer);
  return recording(viewer, async (tx, record) => {
    const [found] = await tx.$queryRaw<{ events: number; from: Date | null; to: Date | null }[]>`
      SELECT count(*)::int AS events, min(at) AS from, max(at) AS to FROM audit_event
      WHERE at >= ${month}::timestamptz AND at < ${month}::timestamptz + interval '1 month'`;
    const events = found?.events ?? 0;
    const name = month.toISOString().slice(0, 7);
    const runs = await runsOf(tx, month);
    await record({
      action: 'audit-log.erased',
      objectKind: 'audit-log',
      objectId: name,
      object: `${events} events of ${name}`,
      after: {
        events,
        from: found?.from?.toISOString() ?? month.toISOString(),
        to: found?.to?.toISOString() ?? month.toISOString(),
        leaves: runs.map(({ first, last }) => `${first}-${last}`).join(','),
      },
      reason: 'Older than the retention of the audit log',
    });
    await tx.$executeRaw`SELECT erase_audit_month(${`${name}-01`}::date)`;
    return events;
  });
}

/** The leaves of a month, and those of holes that its own events speak for, as runs without a gap. */
async function runsOf(tx: Transaction, month: Date): Promise<{ first: number; last: number }[]> {
  return tx.$queryRaw<{ first: number; last: number }[]>`
    WITH gone AS (
      SELECT leaf_index FROM audit_leaf WHERE at >= ${month}::timestamptz AND at < ${month}::timestamptz + interval '1 month'
      UNION SELECT leaf FROM audit_hole o CROSS JOIN LATERAL generate_series(o.first_leaf, o.last_leaf) leaf
        WHERE o.event_at >= ${month}::timestamptz AND o.event_at < ${month}::timestamptz + interval '1 month')
    SELECT min(leaf_index)::float8 AS first, max(leaf_index)::float8 AS last
    FROM (SELECT leaf_index, leaf_index - row_number() OVER (ORDER BY leaf_index) AS run FROM gone) runs GROUP BY run ORDER BY 1`;
}
