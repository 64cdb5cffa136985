import { reading, writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/**
 * Notes for every host whose run is overdue at `at` that it is missing, from the moment it was overdue. Hosts that are
 * gone are not missing. Returns how many were noted; where none was, nothing is written.
 */
export async function recordSilence(viewer: Viewer, at: Date): Promise<number> {
  const due = await reading(
    viewer,
    'ingest',
    (tx) => tx.$queryRaw<{ found: boolean }[]>`
      SELECT EXISTS (SELECT FROM host_interval i JOIN host_state t ON t.host_id = i.host_id AND t.valid_to = 'infinity'
        JOIN snapshot s ON s.resource_id = i.host_id AND s.valid_to = 'infinity'
        WHERE i.overdue_at <= ${at} AND t.condition <> 'missing') AS found`,
  );
  if (!due[0]?.found) return 0;
  return writing(viewer, 'ingest', async (tx, record) => {
    const noted = await tx.$executeRaw`
      WITH overdue AS (SELECT i.host_id, i.overdue_at FROM host_interval i
          JOIN snapshot s ON s.resource_id = i.host_id AND s.valid_to = 'infinity'
          WHERE i.overdue_at <= ${at} ORDER BY i.host_id FOR NO KEY UPDATE OF i),
      ended AS (UPDATE host_state t SET valid_to = greatest(o.overdue_at, t.valid_from + interval '1 millisecond') FROM overdue o
          WHERE t.host_id = o.host_id AND t.valid_to = 'infinity' AND t.condition <> 'missing'
          RETURNING t.host_id, t.valid_to AS from_then, t.tool, t.facility, t.environment, t.team)
      INSERT INTO host_state (host_id, valid_from, condition, tool, facility, environment, team)
      SELECT host_id, from_then, 'missing', tool, facility, environment, team FROM ended`;
    await record({
      action: 'silence.recorded',
      objectKind: 'host',
      after: { hosts: noted, at: at.toISOString() },
    });
    return noted;
  });
}
