import { db } from '@/lib/db';

/**
 * Whether the history of the sample is being made at this moment. Its hosts live in another time until then: by the
 * clock of today all of them would be overdue.
 */
export async function isSampleLoading(): Promise<boolean> {
  const [row] = await db().$queryRaw<{ loading: boolean }[]>`
    SELECT EXISTS (SELECT FROM source o JOIN collection c ON c.source_id = o.id
      WHERE o.sample AND o.interval_seconds = 0 AND c.started_at IS NOT NULL AND c.finished_at IS NULL) AS loading`;
  return row?.loading ?? false;
}
