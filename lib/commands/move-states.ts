import type { Transaction } from '@/lib/db';

/** States of hosts that belong elsewhere by now end, and go on there: who reaches the one place sees what was, the other what is. */
export async function moveStates(tx: Transaction, hostIds: readonly string[], at: Date): Promise<void> {
  if (hostIds.length === 0) return;
  await tx.$executeRaw`
    WITH ended AS (UPDATE host_state t SET valid_to = greatest(${at}::timestamptz, t.valid_from + interval '1 millisecond')
      FROM snapshot s WHERE s.resource_id = t.host_id AND s.valid_to = 'infinity' AND t.valid_to = 'infinity'
        AND t.host_id = ANY(${[...hostIds]}::bigint[])
        AND (t.facility, t.environment, t.team) IS DISTINCT FROM (s.facility, s.environment, s.team)
      RETURNING t.host_id, t.valid_to, t.condition, t.tool, t.run_id, s.facility, s.environment, s.team)
    INSERT INTO host_state (host_id, valid_from, condition, tool, run_id, facility, environment, team)
    SELECT host_id, valid_to, condition, tool, run_id, facility, environment, team FROM ended`;
}
