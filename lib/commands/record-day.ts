import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { securityGroup } from '@/lib/resources/security-group';

/**
 * Counts the fleet as it was at midnight UTC of a day and keeps the counts: what the bands over 30 days and 12 months
 * show. Metrics: `hosts`, `groups`, `condition:<word>`, `drift` and of it `drift:<side ahead>`, and per check `<outcome>:<check>`.
 * Counting again replaces.
 */
export async function recordDay(viewer: Viewer, day: Date): Promise<void> {
  const midnight = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()));
  const then = (table: string) =>
    Prisma.sql`${Prisma.raw(table)}.valid_from <= ${midnight} AND ${Prisma.raw(table)}.valid_to > ${midnight}`;
  await writing(viewer, 'ingest', async (tx, record) => {
    await tx.$executeRaw`DELETE FROM day_count WHERE day = ${midnight}::date`;
    const written = await tx.$executeRaw`
      INSERT INTO day_count (day, metric, facility, count)
      SELECT ${midnight}::date, metric, coalesce(facility, ''), count(*)::int FROM (
        SELECT 'hosts' AS metric, s.facility FROM snapshot s WHERE s.kind = 'host' AND ${then('s')}
        UNION ALL SELECT 'groups', s.facility FROM snapshot s WHERE s.kind = ${securityGroup.id} AND ${then('s')}
        UNION ALL SELECT 'condition:' || t.condition, s.facility FROM host_state t
          JOIN snapshot s ON s.resource_id = t.host_id AND ${then('s')} WHERE ${then('t')}
        UNION ALL SELECT word, d.facility FROM drift d, unnest(ARRAY['drift', 'drift:' || d.ahead]) word WHERE ${then('d')}
        UNION ALL SELECT f.outcome || ':' || f.check_id, f.facility FROM finding f WHERE ${then('f')}) counted
      GROUP BY metric, coalesce(facility, '')`;
    await record({
      action: 'day.counted',
      objectKind: 'day',
      objectId: midnight.toISOString().slice(0, 10),
      after: { counts: written },
    });
  });
}
