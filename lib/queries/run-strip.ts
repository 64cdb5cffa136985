import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { ListFilter } from '@/lib/queries/page';
import { startsOf } from '@/lib/resources/delta-times';
import { assumedInterval } from '@/lib/resources/run-interval';
import type { RunOutcome } from '@/lib/resources/run-outcome';
import { slotRuns } from '@/lib/resources/run-slots';

export const StripQuery = z.object({
  hostId: z.string().regex(/^\d{1,18}$/),
  asOf: ListFilter.shape.asOf,
  period: z.enum(['24h', '7d', '90d']).default('24h'),
});
export type StripQuery = z.infer<typeof StripQuery>;

/** How long a period is and how short its slots may be, in ms. */
const periods = {
  '24h': { length: 86_400_000, slot: 600_000 },
  '7d': { length: 7 * 86_400_000, slot: 3_600_000 },
  '90d': { length: 90 * 86_400_000, slot: 86_400_000 },
};

/**
 * The slots in which a host was expected to run and what came of each, up to the as-of date; a run that did not come is a
 * slot too. Null for a host that never ran by then, or whose runs are out of reach.
 */
export async function runStrip(viewer: Viewer, query: StripQuery) {
  const asOf = query.asOf ?? new Date();
  const period = periods[query.period];
  const from = new Date(asOf.getTime() - period.length);
  const reach = withinReach(viewer, 'r');
  return reading(viewer, 'runs:read', async (tx) => {
    const [known] = await tx.$queryRaw<
      { firstRunAt: Date | null; intervalSeconds: number | null; tool: string | null }[]
    >`
      SELECT (SELECT min(r.started_at) FROM run r WHERE r.host_id = ${query.hostId}::bigint AND ${reach}) AS "firstRunAt",
        (SELECT interval_seconds FROM host_interval WHERE host_id = ${query.hostId}::bigint) AS "intervalSeconds",
        (SELECT tool FROM host_interval WHERE host_id = ${query.hostId}::bigint) AS tool`;
    const firstRunAt = known?.firstRunAt ?? null;
    if (firstRunAt === null || firstRunAt > asOf) return null;
    const rows = await tx.$queryRaw<{ id: string; outcome: RunOutcome; startedAt: Date; deltas: Uint8Array }[]>`
      SELECT r.id::text, r.outcome, r.started_at AS "startedAt", r.deltas FROM run r
      WHERE r.host_id = ${query.hostId}::bigint AND r.started_at <= ${asOf} AND ${reach}
        AND r.started_at >= coalesce((SELECT max(p.started_at) FROM run p WHERE p.host_id = ${query.hostId}::bigint
          AND p.started_at < date_trunc('day', ${from}::timestamptz, 'UTC')), '-infinity') ORDER BY r.started_at`;
    const runs = rows.flatMap(({ id, outcome, startedAt, deltas }) =>
      startsOf(startedAt, deltas)
        .filter((start) => start <= asOf)
        .map((start) => ({ id, outcome, at: start.getTime() })),
    );
    const interval = (known?.intervalSeconds ?? assumedInterval) * 1000;
    const slot = Math.max(period.slot, interval);
    const slots = slotRuns(runs, {
      from: from.getTime(),
      to: asOf.getTime(),
      slot,
      interval,
      firstRunAt: firstRunAt.getTime(),
    });
    return { hostId: query.hostId, period: query.period, asOf, from, slotSeconds: slot / 1000, firstRunAt, slots };
  });
}

export type HostRunStrip = NonNullable<Awaited<ReturnType<typeof runStrip>>>;
