import { reading, withinReach } from '@/lib/access/transaction';
import { can, type Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { validAt } from '@/lib/queries/as-of';
import type { FleetQuery } from '@/lib/queries/fleet-figures';
import { any } from '@/lib/queries/host-filter';

export interface NotWell {
  state:
    | 'failing'
    | 'cloud-ahead'
    | 'code-ahead'
    | 'refused'
    | 'scan-failed'
    | 'stale'
    | 'unencrypted'
    | 'missing'
    | 'pending';
  /** Name of the host, group, scope or volume */
  where: string;
  href: string;
  what: string;
  /** UTC time since which */
  since: Date;
  /** Revision, run or tool through which it came; null when none was found */
  through: string | null;
  who: string | null;
  team: string | null;
}

/** How many lines of one state the overview shows; the lists have them all. */
const atMost = { failing: 3, drift: 2, scopes: 2, missing: 1, disks: 1, pending: 1 };

/** What is not well as of a date, the worst of each kind first, and how many of each there are. */
export async function listNotWell(viewer: Viewer, query: FleetQuery): Promise<{ rows: NotWell[]; total: number }> {
  const asOf = query.asOf ?? null;
  const at = asOf ?? new Date();
  const within = (alias: 's' | 'd' | 'f') => {
    const chosen = any(Prisma.raw(`${alias}.facility`), query.facility);
    const reach = withinReach(viewer, alias);
    return chosen === Prisma.empty ? reach : Prisma.sql`${reach} AND ${chosen}`;
  };
  return reading(viewer, 'fleet:read', async (tx) => {
    const hosts = await tx.$queryRaw<(NotWell & { place: number; n: number })[]>`
      SELECT CASE WHEN t.condition = 'missing' THEN 'missing' WHEN t.condition = 'pending' THEN 'pending' ELSE 'failing' END AS state,
        s.name AS where, '/fleet/' || s.resource_id AS href,
        CASE t.condition WHEN 'missing' THEN 'No run since it was due' WHEN 'pending' THEN r.changed || ' changes would be made'
          ELSE coalesce(r.error, 'The last run ' || t.condition) END AS what,
        t.valid_from AS since, left(r.revision, 7) AS through, r.actor AS who, s.team, t.place::int, t.n::int
      FROM (SELECT t.*, count(*) OVER (PARTITION BY k) AS n, row_number() OVER (PARTITION BY k ORDER BY t.valid_from DESC, t.host_id) AS place FROM (
          SELECT t.*, CASE WHEN t.condition IN ('missing', 'pending') THEN t.condition ELSE 'failing' END AS k FROM host_state t
          JOIN snapshot s ON s.resource_id = t.host_id AND ${validAt(asOf, 's')} AND ${within('s')}
          WHERE ${validAt(asOf, 't')} AND t.condition IN ('failed', 'unreachable', 'interrupted', 'missing', 'pending')) t) t
      JOIN snapshot s ON s.resource_id = t.host_id AND ${validAt(asOf, 's')}
      LEFT JOIN LATERAL (SELECT error, revision, actor, changed FROM run r WHERE host_id = t.host_id AND started_at <= ${at}
        AND ${withinReach(viewer, 'r')} ORDER BY started_at DESC LIMIT 1) r ON true
      WHERE t.place <= ${atMost.failing} ORDER BY t.place`;
    const drift = await tx.$queryRaw<(NotWell & { n: number })[]>`
      SELECT CASE d.ahead WHEN 'code' THEN 'code-ahead' ELSE 'cloud-ahead' END AS state, d.name AS where, '/drift/' || d.series AS href, d.summary AS what,
        d.opened_at AS since, e.action AS through, e.actor AS who, d.team, count(*) OVER ()::int AS n
      FROM drift d LEFT JOIN resource r ON r.id = d.resource_id
      LEFT JOIN LATERAL (SELECT action, actor FROM activity a WHERE ${can(viewer, 'activity:read')} AND ${withinReach(viewer, 'a')}
        AND r.external_id = ANY(subjects) AND error_code IS NULL AND NOT read_only
        AND at BETWEEN d.opened_at - interval '1 day' AND d.opened_at + interval '5 minutes' ORDER BY at DESC LIMIT 1) e ON d.ahead <> 'code'
      WHERE ${validAt(asOf, 'd')} AND ${within('d')} ORDER BY d.world_open DESC, d.opened_at LIMIT ${atMost.drift}`;
    const scopes = await tx.$queryRaw<(NotWell & { n: number })[]>`
      SELECT CASE WHEN last.outcome = 'refused' THEN 'refused' WHEN last.outcome IN ('failed', 'partial') THEN 'scan-failed' ELSE 'stale' END AS state, concat_ws(' / ', coalesce(c.account, o.name), c.region) AS where,
        '/sources' AS href, coalesce(last.refused_action || ': ' || c.kind || ' is unknown', last.problem, c.kind || ': no complete scan of late') AS what,
        coalesce((SELECT min(started_at) FROM scan WHERE scope_id = c.id AND finished_at > coalesce(whole.finished_at, '-infinity') AND finished_at <= ${at}),
          whole.finished_at, c.created_at) AS since, o.name AS through, NULL AS who, NULL AS team, count(*) OVER ()::int AS n
      FROM scope c JOIN source o ON o.id = c.source_id
      LEFT JOIN LATERAL (SELECT outcome, refused_action, problem FROM scan WHERE scope_id = c.id AND finished_at <= ${at} ORDER BY finished_at DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (SELECT finished_at FROM scan WHERE scope_id = c.id AND outcome = 'complete' AND finished_at <= ${at} ORDER BY finished_at DESC LIMIT 1) whole ON true
      WHERE c.freshness_seconds > 0 AND c.kind NOT IN ('run', 'cm.node') AND c.created_at <= ${at} AND (c.removed_at IS NULL OR c.removed_at > ${at})
        AND (last.outcome IS DISTINCT FROM 'complete' OR whole.finished_at < ${at}::timestamptz - make_interval(secs => c.freshness_seconds))
      ORDER BY last.outcome = 'refused' DESC, since LIMIT ${atMost.scopes}`;
    const disks = await tx.$queryRaw<(NotWell & { n: number })[]>`
      SELECT 'unencrypted' AS state, s.name AS where, '/fleet/' || s.resource_id AS href, f.reason AS what, f.valid_from AS since, NULL AS through, NULL AS who, s.team,
        count(*) OVER ()::int AS n
      FROM finding f JOIN snapshot s ON s.resource_id = f.resource_id AND ${validAt(asOf, 's')}
      WHERE f.outcome = 'fail' AND f.kind = 'aws.ec2.volume' AND ${validAt(asOf, 'f')} AND ${within('f')} ORDER BY f.valid_from DESC, s.name LIMIT ${atMost.disks}`;
    const of = (state: NotWell['state'], most: number) =>
      hosts.filter((row) => row.state === state && row.place <= most);
    const shown = [
      ...of('failing', atMost.failing),
      ...drift,
      ...scopes,
      ...of('missing', atMost.missing),
      ...disks,
      ...of('pending', atMost.pending),
    ];
    const counts = (['failing', 'missing', 'pending'] as const).map(
      (state) => hosts.find((row) => row.state === state)?.n ?? 0,
    );
    const total = [...counts, drift[0]?.n ?? 0, scopes[0]?.n ?? 0, disks[0]?.n ?? 0].reduce((sum, n) => sum + n, 0);
    const plain = shown.map(({ state, where, href, what, since, through, who, team }) => ({
      state,
      where,
      href,
      what,
      since,
      through,
      who,
      team,
    }));
    return { rows: plain, total };
  });
}
