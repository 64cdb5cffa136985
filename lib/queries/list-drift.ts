import { reading, withinReach } from '@/lib/access/transaction';
import { can, type Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { coverageOf } from '@/lib/queries/as-of';
import { type DriftFilter, driftWhere } from '@/lib/queries/drift-filter';
import { cutPage, decodeCursor, type ListAnswer } from '@/lib/queries/page';
import { securityGroup } from '@/lib/resources/security-group';

/** What drift speaks of: both sides must have been read. */
export const driftKinds = [securityGroup.id, 'declaration'] as const;

export interface DriftRow {
  /** Number of the episode: the same as long as it is open */
  id: string;
  kind: string;
  name: string;
  /** Null where it is declared and not in the cloud */
  groupId: string | null;
  account: string | null;
  region: string | null;
  facility: string | null;
  environment: string | null;
  team: string | null;
  ahead: 'cloud' | 'code' | 'both';
  /** UTC time since which that side is ahead, of the oldest difference */
  since: Date;
  /** UTC time at which Plumbline first said so */
  openedAt: Date;
  /** Null while it is open, as of the date */
  closedAt: Date | null;
  undeclared: number;
  missing: number;
  different: number;
  worldOpen: boolean;
  summary: string;
  /** Who did it, as the trail says; null where it does not, or the viewer may not see activity */
  actor: string | null;
}

/** Events that change what a group lets through. */
export const groupActions = Prisma.sql`(a.action LIKE 'Authorize%' OR a.action LIKE 'Revoke%' OR a.action LIKE '%SecurityGroup%')`;
/** How long after the first sight an event may still be dated, since clocks and trails lag. */
export const slack = Prisma.sql`interval '15 minutes'`;

/** Drift that is open as of a date: what lets everybody in first, then the oldest. */
export async function listDrift(viewer: Viewer, filter: DriftFilter): Promise<ListAnswer<DriftRow>> {
  const asOf = filter.asOf ?? null;
  return reading(viewer, 'drift:read', async (tx) => {
    const [calm, since, id] = filter.cursor ? decodeCursor(filter.cursor, ['count', 'time', 'id']) : [null, null, null];
    const after = filter.cursor
      ? Prisma.sql`((NOT d.world_open)::int, d.since, d.series) > (${calm}::int, ${since}::timestamptz, ${id}::bigint)`
      : Prisma.sql`TRUE`;
    // Of several events between two scans, the one that names the port of the summary is the likeliest.
    const actor = can(viewer, 'activity:read')
      ? Prisma.sql`(SELECT a.actor FROM activity a WHERE ${withinReach(viewer, 'a')} AND a.subjects @> ARRAY[r.external_id] AND a.error_code IS NULL AND NOT a.read_only
          AND ${groupActions} AND a.at <= d.since + ${slack} AND a.at > coalesce((SELECT n.finished_at FROM scan n
            WHERE n.scope_id = r.scope_id AND n.outcome = 'complete' AND n.finished_at < d.since ORDER BY n.finished_at DESC LIMIT 1), d.since - interval '1 day')
          ORDER BY strpos(a.body, ':' || substring(d.summary from '[0-9]+')) > 0 DESC, a.at DESC LIMIT 1)`
      : Prisma.sql`NULL`;
    const found = await tx.$queryRaw<DriftRow[]>`
      SELECT d.series::text AS id, d.kind, d.name, r.external_id AS "groupId", d.account, d.region, d.facility, d.environment, d.team, d.ahead,
        d.since, d.opened_at AS "openedAt", NULL::timestamptz AS "closedAt", d.undeclared, d.missing, d.different,
        d.world_open AS "worldOpen", d.summary, CASE WHEN d.ahead <> 'code' THEN ${actor} END AS actor
      FROM drift d LEFT JOIN resource r ON r.id = d.resource_id WHERE ${driftWhere(viewer, filter)} AND ${after}
      ORDER BY (NOT d.world_open)::int, d.since, d.series LIMIT ${filter.limit + 1}`;
    const page = cutPage(found, filter.limit, (row) => [row.worldOpen ? 0 : 1, row.since.toISOString(), row.id]);
    return { ...page, asOf, ...(await coverageOf(tx, asOf, driftKinds)) };
  });
}
