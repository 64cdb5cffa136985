import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { AsOf } from '@/lib/queries/as-of';
import { validAt } from '@/lib/queries/as-of';
import type { PreviewRow } from '@/lib/queries/preview-rule';

export interface Unplaced {
  /** Of each kind, how many there are, and how many of these belong to no facility; the most first */
  kinds: { kind: string; total: number; unplaced: number }[];
  /** The first of them, hosts before others */
  rows: PreviewRow[];
  /** UTC time from which the rules wait to be applied to what was recorded before; null when they have been */
  waitingSince: Date | null;
}

/** What no rule matches and no tag places, as of a date; nodes are seen with their hosts. Only who reaches everything sees any: the others reach facilities. */
export async function unplaced(viewer: Viewer, asOf: AsOf): Promise<Unplaced> {
  return reading(viewer, 'facilities:read', async (tx) => {
    const kinds = await tx.$queryRaw<Unplaced['kinds']>`
      SELECT s.kind, count(*)::int AS total, count(*) FILTER (WHERE s.facility IS NULL)::int AS unplaced
      FROM snapshot s WHERE s.kind <> 'cm.node' AND ${validAt(asOf, 's')} AND ${withinReach(viewer, 's')} GROUP BY s.kind ORDER BY 3 DESC, 1`;
    const rows = await tx.$queryRaw<PreviewRow[]>`
      SELECT s.resource_id::text AS id, s.kind, s.name, s.account, s.region, s.facility, s.environment, s.team
      FROM snapshot s WHERE s.facility IS NULL AND s.kind <> 'cm.node' AND ${validAt(asOf, 's')} AND ${withinReach(viewer, 's')}
      ORDER BY s.kind <> 'host', s.kind, s.name, s.resource_id LIMIT 8`;
    const [waiting] = await tx.$queryRaw<
      { since: Date }[]
    >`SELECT changed_at AS since FROM setting WHERE key = 'place-again'`;
    return { kinds, rows, waitingSince: waiting?.since ?? null };
  });
}
