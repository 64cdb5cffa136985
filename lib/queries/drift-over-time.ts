import { countsWithinReach, reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { type AsOf, validAt } from '@/lib/queries/as-of';
import { any } from '@/lib/queries/host-filter';
import { securityGroup } from '@/lib/resources/security-group';

/** Open drift at a moment, by the side that is ahead: each drift counts once. */
export interface OpenDrift {
  /** Security groups that were observed */
  groups: number;
  cloud: number;
  /** Both sides moved */
  both: number;
  code: number;
}

/** A midnight UTC at which drift was counted; `open` is null where it was not, or not by side. */
export interface DriftDay {
  /** `YYYY-MM-DD` */
  day: string;
  open: OpenDrift | null;
}

/**
 * Open drift at each of the last `length` midnights before the as-of date, oldest first, and at the date itself; within
 * reach and, where facilities are given, within these.
 */
export async function driftOverTime(
  viewer: Viewer,
  asOf: AsOf,
  length: number,
  facility: readonly string[] | undefined,
): Promise<{ days: DriftDay[]; now: OpenDrift }> {
  const days = midnights(asOf ?? new Date(), length);
  const place = (column: Prisma.Sql, reach: Prisma.Sql) => {
    const chosen = any(column, facility ? [...facility] : undefined);
    return Prisma.sql`${reach} AND ${chosen === Prisma.empty ? Prisma.sql`TRUE` : chosen}`;
  };
  const counts = Prisma.sql`nullif(facility, '')`;
  return reading(viewer, 'drift:read', async (tx) => {
    const counted = await tx.$queryRaw<(OpenDrift & { day: string; all: number })[]>`
      SELECT to_char(day, 'YYYY-MM-DD') AS day, ${summed('drift')} AS "all", ${summed('groups')} AS groups,
        ${summed('drift:cloud')} AS cloud, ${summed('drift:both')} AS both, ${summed('drift:code')} AS code
      FROM day_count WHERE day >= ${days[0]}::date AND day <= ${days.at(-1)}::date
        AND ${place(counts, countsWithinReach(viewer, counts))} GROUP BY day`;
    const [now] = await tx.$queryRaw<OpenDrift[]>`
      SELECT count(*) FILTER (WHERE d.ahead = 'cloud')::int AS cloud, count(*) FILTER (WHERE d.ahead = 'both')::int AS both,
        count(*) FILTER (WHERE d.ahead = 'code')::int AS code,
        (SELECT count(*)::int FROM snapshot s WHERE s.kind = ${securityGroup.id} AND ${validAt(asOf, 's')}
          AND ${place(Prisma.sql`s.facility`, withinReach(viewer, 's'))}) AS groups
      FROM drift d WHERE ${validAt(asOf, 'd')} AND ${place(Prisma.sql`d.facility`, withinReach(viewer, 'd'))}`;
    if (!now) throw new Error('Drift was not counted');
    const held = new Map(counted.map(({ day, all, ...open }) => [day, openOf(open) === all ? open : null]));
    return { days: days.map((day) => ({ day, open: held.get(day) ?? null })), now };
  });
}

/** How many drifts are open, whichever side is ahead. */
export function openOf({ cloud, both, code }: OpenDrift): number {
  return cloud + both + code;
}

function summed(metric: string): Prisma.Sql {
  return Prisma.sql`coalesce(sum(count) FILTER (WHERE metric = ${metric}), 0)::int`;
}

function midnights(at: Date, length: number): string[] {
  return Array.from({ length }, (_, i) =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() - (length - 1 - i)))
      .toISOString()
      .slice(0, 10),
  );
}
