import { countsWithinReach, reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import type { AsOf } from '@/lib/queries/as-of';

/** One metric at each midnight UTC before the as-of date, oldest first; null for a day that was not counted. */
export type Series = (number | null)[];

/** Counts at the last `days` midnights, by metric. `days` lists them as `YYYY-MM-DD`. */
export async function dayCounts(
  viewer: Viewer,
  asOf: AsOf,
  length: number,
  facility: readonly string[] | undefined,
): Promise<{ days: string[]; of: (metric: string) => Series }> {
  const at = asOf ?? new Date();
  const days = Array.from({ length }, (_, i) =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() - (length - 1 - i)))
      .toISOString()
      .slice(0, 10),
  );
  return reading(viewer, 'fleet:read', async (tx) => {
    const rows = await tx.$queryRaw<{ day: string; metric: string; count: number }[]>`
      SELECT to_char(day, 'YYYY-MM-DD') AS day, metric, sum(count)::int AS count FROM day_count
      WHERE day >= ${days[0]}::date AND day <= ${days.at(-1)}::date AND ${countsWithinReach(viewer, Prisma.sql`facility`)}
        AND ${facility ? Prisma.sql`facility = ANY(${[...facility]}::text[])` : Prisma.sql`TRUE`}
      GROUP BY 1, 2`;
    const held = new Map(rows.map((row) => [`${row.metric} ${row.day}`, row.count]));
    const counted = new Set(rows.map((row) => row.day));
    return { days, of: (metric) => days.map((day) => (counted.has(day) ? (held.get(`${metric} ${day}`) ?? 0) : null)) };
  });
}
