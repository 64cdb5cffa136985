import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';

/** First number of the advisory lock that a living worker holds; the second is its own. */
export const workerLock = 72707371;

/** A collection without a sign of life for so long belongs to a worker that hangs. */
const silentAfterSeconds = 120;

export interface OpenCollection {
  id: string;
  sourceId: string;
}

/** Takes the collection that waits longest, or null. Two workers never take the same. */
export async function takeCollection(worker: number, at: Date): Promise<OpenCollection | null> {
  const [taken] = await db().$queryRaw<OpenCollection[]>`
    UPDATE collection SET started_at = ${at}::timestamptz, heartbeat_at = ${at}::timestamptz, worker = ${worker}
    WHERE id = (SELECT id FROM collection WHERE started_at IS NULL AND finished_at IS NULL
      ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::text, source_id::text AS "sourceId"`;
  return taken ?? null;
}

/** Opens a collection of a source outside any worker and takes it at once; AppError `conflict` when one is open. */
export async function openCollection(sourceId: string, askedBy: string, at: Date): Promise<OpenCollection> {
  const [opened] = await db().$queryRaw<OpenCollection[]>`
    INSERT INTO collection (source_id, asked_at, asked_by, started_at, heartbeat_at)
    VALUES (${sourceId}::bigint, ${at}::timestamptz, ${askedBy}, ${at}::timestamptz, ${at}::timestamptz)
    ON CONFLICT DO NOTHING RETURNING id::text, source_id::text AS "sourceId"`;
  if (!opened) throw new AppError('conflict', 'This source is being collected already', { source: sourceId });
  return opened;
}

/** Says that the worker's collections go on. */
export async function beat(worker: number, at: Date): Promise<void> {
  await db().$executeRaw`UPDATE collection SET heartbeat_at = ${at}::timestamptz
    WHERE worker = ${worker} AND finished_at IS NULL`;
}

/** Closes as failed what a dead worker left open (its lock is gone) or a hanging one (no heartbeat). Returns how many. */
export async function closeAbandoned(at: Date): Promise<number> {
  return db().$executeRaw`
    UPDATE collection c SET finished_at = ${at}::timestamptz, outcome = 'failed',
      problem = 'The worker ended while it collected: the next slot collects again'
    WHERE c.finished_at IS NULL AND c.started_at IS NOT NULL AND (
      c.heartbeat_at < ${at}::timestamptz - make_interval(secs => ${silentAfterSeconds})
      OR c.worker IS NOT NULL AND NOT EXISTS (SELECT FROM pg_locks l JOIN pg_database b ON b.oid = l.database AND b.datname = current_database()
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = ${workerLock} AND l.objid::bigint = c.worker))`;
}

/** Whether any worker lives: its connection holds the lock. */
export async function isWorkerAlive(): Promise<boolean> {
  const [row] = await db().$queryRaw<{ alive: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database b ON b.oid = l.database AND b.datname = current_database()
      WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = ${workerLock}) AS alive`;
  return row?.alive ?? false;
}
