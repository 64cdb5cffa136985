import { jobViewer } from '@/lib/access/viewer';
import { eraseMonth } from '@/lib/commands/erase-month';
import { db } from '@/lib/db';
import { messageOf } from '@/lib/errors';
import { log } from '@/lib/log';

/**
 * Takes away the months of the audit log that are older than the retention and that no hold keeps, the oldest first. One that
 * cannot go, because somebody reads it, goes another day. Returns the months that went, as `2020-11`.
 */
export async function keepToRetention(at: Date): Promise<string[]> {
  const months = await db().$queryRaw<{ month: Date; held: boolean }[]>`
    SELECT m.month::timestamp AT TIME ZONE 'UTC' AS month, is_audit_month_held(m.month) AS held
    FROM (SELECT to_date(right(c.relname, 7), 'YYYY_MM') AS month FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'audit_event'::regclass AND c.relname ~ '^audit_event_\\d{4}_\\d{2}$') m
    WHERE (m.month + interval '1 month') AT TIME ZONE 'UTC' <= ${at}::timestamptz - make_interval(days => audit_retention_days())
    ORDER BY m.month`;
  const gone: string[] = [];
  for (const { month, held } of months) {
    const name = month.toISOString().slice(0, 7);
    if (held) continue;
    const viewer = jobViewer('retention', `job_retention_${name}_${at.toISOString()}`);
    const problem = await eraseMonth(viewer, month).then(() => null, messageOf);
    if (problem === null) gone.push(name);
    else log.warn({ month: name, problem }, 'a month of the audit log could not be taken away yet');
  }
  return gone;
}
