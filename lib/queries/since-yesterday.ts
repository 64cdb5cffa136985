import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import type { FleetQuery } from '@/lib/queries/fleet-figures';
import { any } from '@/lib/queries/host-filter';

export interface Happening {
  kind: 'revision' | 'drift-opened' | 'drift-closed' | 'recovered' | 'hosts' | 'refused' | 'unencrypted';
  /** Subject in mono, such as a revision or a group; null where there is none */
  subject: string | null;
  what: string;
  more: string;
  at: Date;
  href: string;
}

/** What changed in the 24 hours before the as-of date, newest first. */
export async function sinceYesterday(viewer: Viewer, query: FleetQuery): Promise<Happening[]> {
  const at = query.asOf ?? new Date();
  const from = new Date(at.getTime() - 86_400_000);
  const within = (alias: 'r' | 'd' | 's' | 'f' | 'a') => {
    const chosen = any(Prisma.raw(`${alias}.facility`), query.facility);
    return chosen === Prisma.empty
      ? withinReach(viewer, alias)
      : Prisma.sql`${withinReach(viewer, alias)} AND ${chosen}`;
  };
  return reading(viewer, 'fleet:read', async (tx) => {
    const rows = await tx.$queryRaw<Happening[]>`
      (SELECT 'revision' AS kind, left(revision, 7) AS subject, 'applied to ' || count(DISTINCT host_id) || ' hosts' AS what,
        coalesce(max(playbook), max(repository), max(tool)) AS more, max(started_at) AS at, '/runs?revision=' || revision AS href
        FROM run r WHERE r.started_at > ${from} AND r.started_at <= ${at} AND r.outcome IN ('intentional', 'changed', 'failed') AND r.revision IS NOT NULL
          AND ${within('r')} GROUP BY revision ORDER BY count(DISTINCT host_id) DESC LIMIT 2)
      UNION ALL (SELECT 'drift-opened', d.name, d.summary, CASE d.ahead WHEN 'code' THEN 'code ahead' ELSE 'cloud ahead' END, d.opened_at, '/drift/' || d.series
        FROM drift d WHERE d.opened_at > ${from} AND d.opened_at <= ${at} AND d.valid_from = d.opened_at AND ${within('d')} ORDER BY d.opened_at DESC LIMIT 2)
      UNION ALL (SELECT 'drift-closed', d.name, 'is as the code says again', d.summary, d.valid_to, '/drift/' || d.series
        FROM drift d WHERE d.valid_to > ${from} AND d.valid_to <= ${at} AND NOT EXISTS (SELECT FROM drift n WHERE n.series = d.series AND n.valid_from >= d.valid_to)
          AND ${within('d')} ORDER BY d.valid_to DESC LIMIT 2)
      UNION ALL (SELECT 'recovered', NULL, count(DISTINCT a.host_id) || ' hosts back to normal', 'after a failed run', max(b.valid_from), '/runs?period=24h'
        FROM host_state a JOIN host_state b ON b.host_id = a.host_id AND b.valid_from = a.valid_to AND b.condition IN ('unchanged', 'changed', 'intentional', 'corrective')
        WHERE a.condition IN ('failed', 'unreachable', 'interrupted') AND a.valid_to > ${from} AND a.valid_to <= ${at} AND ${within('a')} HAVING count(*) > 0)
      UNION ALL (SELECT 'hosts', NULL, concat_ws(', ', nullif(sum(born), 0) || ' hosts new', nullif(sum(died), 0) || ' gone'), 'in the last 24 hours', max(moment), '/fleet'
        FROM (SELECT 1 AS born, 0 AS died, r.first_seen_at AS moment FROM resource r JOIN snapshot s ON s.resource_id = r.id AND s.valid_from = r.first_seen_at
            WHERE r.kind = 'host' AND r.first_seen_at > ${from} AND r.first_seen_at <= ${at} AND ${within('s')}
          UNION ALL SELECT 0, 1, s.valid_to FROM snapshot s WHERE s.kind = 'host' AND s.valid_to > ${from} AND s.valid_to <= ${at}
            AND NOT EXISTS (SELECT FROM snapshot n WHERE n.resource_id = s.resource_id AND n.valid_from >= s.valid_to) AND ${within('s')}) moved HAVING count(*) > 0)
      UNION ALL (SELECT 'refused', n.refused_action, 'refused', concat_ws(' ', c.account, c.region), min(n.finished_at), '/sources'
        FROM scan n JOIN scope c ON c.id = n.scope_id WHERE n.outcome = 'refused' AND n.finished_at > ${from} AND n.finished_at <= ${at}
        GROUP BY n.refused_action, c.account, c.region ORDER BY min(n.finished_at) DESC LIMIT 2)
      UNION ALL (SELECT 'unencrypted', s.name, f.reason, concat_ws(' · ', s.facility, s.team), f.valid_from, '/fleet/' || f.resource_id
        FROM finding f JOIN snapshot s ON s.resource_id = f.resource_id AND s.valid_from <= f.valid_from AND s.valid_to > f.valid_from
        WHERE f.outcome = 'fail' AND f.valid_from > ${from} AND f.valid_from <= ${at} AND ${within('f')} ORDER BY f.valid_from DESC LIMIT 2)
      ORDER BY at DESC LIMIT 8`;
    return rows;
  });
}
