import { db } from '@/lib/db';
import { lastSlot } from '@/lib/queries/slot';

/**
 * Asks for the collection of every source whose slot has come and that nobody has asked for since; returns their names.
 * Several workers may do it at once: a source has one open collection at most.
 */
export async function askDueCollections(at: Date): Promise<string[]> {
  const sources = await db().$queryRaw<{ id: string; name: string; interval: number; asked: Date | null }[]>`
    SELECT o.id::text, o.name, o.interval_seconds AS interval,
      (SELECT max(asked_at) FROM collection WHERE source_id = o.id) AS asked
    FROM source o WHERE o.removed_at IS NULL AND o.interval_seconds > 0`;
  const due = sources.filter(({ name, interval, asked }) => !asked || asked < lastSlot(name, interval, at));
  if (due.length === 0) return [];
  await db().$executeRaw`INSERT INTO collection (source_id, asked_at, asked_by)
    SELECT id, ${at}::timestamptz, 'schedule' FROM unnest(${due.map(({ id }) => id)}::bigint[]) AS id
    ON CONFLICT DO NOTHING`;
  return due.map(({ name }) => name);
}
