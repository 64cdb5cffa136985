import type { Transaction } from '@/lib/db';
import type { LogProblem } from '@/lib/merkle/log-problem';

/** Events and leaves that have no other half: neither sealed nor waiting, waiting and gone, or sealed twice. */
export async function verifyQueue(
  tx: Transaction,
  leaves: number,
): Promise<{ waiting: number; problems: LogProblem[] }> {
  const strangers = await tx.$queryRaw<{ id: string }[]>`
    WITH apart AS MATERIALIZED (
      SELECT e.id FROM audit_event e WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id AND l.at = e.at)
        AND NOT EXISTS (SELECT FROM audit_pending p WHERE p.event_id = e.id) ORDER BY e.id LIMIT 1000)
    SELECT a.id::text FROM apart a WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = a.id) ORDER BY a.id LIMIT 10`;
  const lost = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.event_id::text AS id FROM audit_pending p
    WHERE NOT EXISTS (SELECT FROM audit_event e WHERE e.id = p.event_id) ORDER BY p.event_id LIMIT 10`;
  const twice = await tx.$queryRaw<{ id: string; index: number }[]>`
    SELECT event_id::text AS id, max(leaf_index)::float8 AS index FROM audit_leaf GROUP BY event_id HAVING count(*) > 1 LIMIT 10`;
  const [row] = await tx.$queryRaw<{ waiting: number }[]>`SELECT count(*)::int AS waiting FROM audit_pending`;
  const at = (what: LogProblem['what'], index: number, text: string): LogProblem => ({
    what,
    index,
    last: index,
    text,
  });
  return {
    waiting: row?.waiting ?? 0,
    problems: [
      ...strangers.map(({ id }) =>
        at(
          'inserted',
          leaves,
          `Event ${id} has no leaf and does not wait for one: it came past the log, or its leaf was dropped`,
        ),
      ),
      ...lost.map(({ id }) => at('deleted', leaves, `Event ${id} waits for its leaf and is gone`)),
      ...twice.map(({ id, index }) => at('inserted', index, `Event ${id} has more than one leaf`)),
    ],
  };
}
