import { sampleLoadLock } from '@/lib/commands/stop-sample-sources';
import { db } from '@/lib/db';

/**
 * Whether some process makes the history of the sample at this moment. Its hosts live in another time until then: by
 * the clock of today all of them would be overdue.
 */
export async function isSampleLoading(): Promise<boolean> {
  const [row] = await db().$queryRaw<{ loading: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database b ON b.oid = l.database AND b.datname = current_database()
      WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid::bigint = ${sampleLoadLock} AND l.granted) AS loading`;
  return row?.loading ?? false;
}
