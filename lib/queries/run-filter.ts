import { z } from 'zod';
import { withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma, type Transaction } from '@/lib/db';
import { any, several } from '@/lib/queries/host-filter';
import { ListFilter } from '@/lib/queries/page';

/** How far back from the as-of date a list of runs looks, in hours. */
const runPeriods = { '24h': 24, '7d': 7 * 24, '30d': 30 * 24, '90d': 90 * 24, all: null } as const;
export type RunPeriod = keyof typeof runPeriods;

/** Words for groups of outcomes, as links from other pages have them. */
const outcomesOf: Record<string, readonly string[]> = {
  failing: ['failed', 'unreachable', 'interrupted'],
  eventful: ['changed', 'corrective', 'intentional', 'pending', 'failed', 'unreachable', 'interrupted'],
};

export const RunFilter = ListFilter.extend({
  host: z.string().max(255).optional().describe('Name or id of a host'),
  tool: several.describe('ansible, puppet, chef'),
  mode: several.describe('enforce, check'),
  outcome: several.describe(
    'failed, unreachable, interrupted, changed, corrective, intentional, pending, unchanged; failing, eventful',
  ),
  status: several.describe('The same as outcome'),
  facility: several,
  environment: several,
  team: several,
  revision: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional()
    .describe('Commit of the playbook, or how it begins'),
  error: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/)
    .optional()
    .describe('Digest of an error, as the list of equal errors gives it, or how it begins'),
  period: z
    .enum(['24h', '7d', '30d', '90d', 'all'])
    .default('all')
    .describe('Counted back from the as-of date; uneventful runs of a day count when the last of them is in it'),
});
export type RunFilter = z.infer<typeof RunFilter>;

/** The outcomes that the filter asks for; undefined: all. */
export function outcomesAsked(filter: Pick<RunFilter, 'outcome' | 'status'>): string[] | undefined {
  const asked = [...(filter.outcome ?? []), ...(filter.status ?? [])].flatMap((word) => outcomesOf[word] ?? [word]);
  return asked.length > 0 ? asked : undefined;
}

/** What the filter says of place and tool, within reach: for `run r` and for its counts, which have these columns too. */
export function runPlace(viewer: Viewer, filter: RunFilter): Prisma.Sql[] {
  return [
    withinReach(viewer, 'r'),
    any(Prisma.sql`r.tool`, filter.tool),
    any(Prisma.sql`r.mode`, filter.mode),
    any(Prisma.sql`r.facility`, filter.facility),
    any(Prisma.sql`r.environment`, filter.environment),
    any(Prisma.sql`r.team`, filter.team),
  ].filter((part) => part !== Prisma.empty);
}

/** The moment from which the period of the filter counts; null: from the beginning. */
export function periodStart(filter: RunFilter): Date | null {
  const hours = runPeriods[filter.period];
  return hours === null ? null : new Date((filter.asOf ?? new Date()).getTime() - hours * 3_600_000);
}

/**
 * The condition of the filter on `run r`, within reach. A row counts from the start of its first run to the as-of date;
 * what folded into it later is cut off by `cutFold`.
 */
export async function runsWhere(
  tx: Transaction,
  viewer: Viewer,
  filter: RunFilter,
  options: { anyOutcome?: boolean; from?: Date | null } = {},
): Promise<Prisma.Sql> {
  const at = filter.asOf ?? null;
  const from = options.from === undefined ? periodStart(filter) : options.from;
  const parts = [
    ...runPlace(viewer, filter),
    at ? Prisma.sql`r.started_at <= ${at}` : Prisma.empty,
    // A row does not outlast its UTC day: the first bound lets the index on the start serve.
    from
      ? Prisma.sql`r.started_at >= date_trunc('day', ${from}::timestamptz, 'UTC') AND r.last_started_at >= ${from}`
      : Prisma.empty,
    filter.host ? Prisma.sql`r.host_id = ANY(${await hostIds(tx, filter.host)}::bigint[])` : Prisma.empty,
    options.anyOutcome ? Prisma.empty : any(Prisma.sql`r.outcome`, outcomesAsked(filter)),
    filter.revision ? Prisma.sql`starts_with(r.revision, ${filter.revision})` : Prisma.empty,
    filter.error ? Prisma.sql`starts_with(encode(r.error_digest, 'hex'), ${filter.error})` : Prisma.empty,
    ...searched(filter.q),
  ];
  return Prisma.join(
    parts.filter((part) => part !== Prisma.empty),
    ' AND ',
  );
}

/** Ids rather than a join: the planner then knows how few they are. */
async function hostIds(tx: Transaction, host: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT resource_id::text AS id FROM snapshot WHERE kind = 'host' AND name = ${host}`;
  const ids = rows.map((row) => row.id);
  return /^\d{1,18}$/.test(host) ? [...ids, host] : ids;
}

/** Every word must occur in what the list shows. */
function searched(q: string | undefined): Prisma.Sql[] {
  const words = q?.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8) ?? [];
  return words.map(
    (word) => Prisma.sql`lower(concat_ws(' ', r.host_name, r.playbook, r.revision, r.actor, r.controller, r.error))
      LIKE ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
  );
}
