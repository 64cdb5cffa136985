import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { type RunFilter, runsWhere } from '@/lib/queries/run-filter';

/** Into so many parts the interval of a host is cut. */
export const tenths = 10;

/** Hosts of one tool that are expected equally often. */
export interface RunRhythm {
  tool: string;
  /** How often, in seconds, as timetables have it: what was learned, rounded to the nearest of them */
  interval: number;
  /** Hosts whose last run began in each tenth of the interval, counted from midnight UTC */
  hosts: number[];
}

const day = 86_400;
/** What timetables have, in seconds; each divides a day. A host that runs less often is taken to run once a day. */
const rhythms = [300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 28_800, 43_200, day];
const between = rhythms.slice(1).map((interval, i) => Math.sqrt(interval * (rhythms[i] ?? interval)));

/**
 * When runs arrive: of each host that the filter lets through and that ran in the 24 hours before the as-of date, where
 * in its interval its last run began; of a fold that the date cuts, its first run. Hosts that are gone today have no
 * interval any more: theirs is the mean gap of these days. The rhythm of most hosts first.
 */
export async function runDistribution(viewer: Viewer, filter: RunFilter): Promise<RunRhythm[]> {
  const at = filter.asOf ?? new Date();
  return reading(viewer, 'runs:read', async (tx) => {
    const where = await runsWhere(tx, viewer, { ...filter, asOf: at }, { from: null });
    const from = new Date(at.getTime() - day * 1000);
    // A row does not outlast its UTC day. Hosts come first and alone: to join or sort every row took half as long again.
    const rows = await tx.$queryRaw<{ tool: string; interval: number; slot: number; hosts: number }[]>`
      SELECT tool, interval, (mod(second, interval) * ${tenths}::int / interval)::int AS slot, count(*)::int AS hosts
      FROM (SELECT h.tool, (${rhythms}::int[])[1 + width_bucket(coalesce(i.interval_seconds, h.gap, ${day}), ${between}::float8[])] AS interval,
          floor(date_part('epoch', h.last))::bigint AS second
        FROM (SELECT r.host_id, r.tool, max(CASE WHEN r.last_started_at <= ${at} THEN r.last_started_at ELSE r.started_at END) AS last,
            date_part('epoch', max(r.last_started_at) - min(r.started_at)) / nullif(sum(r.runs) - 1, 0) AS gap
          FROM run r WHERE ${where} AND r.started_at >= date_trunc('day', ${from}::timestamptz, 'UTC') GROUP BY r.host_id, r.tool) h
        LEFT JOIN host_interval i ON i.host_id = h.host_id AND i.tool = h.tool WHERE h.last >= ${from}) begun
      GROUP BY 1, 2, 3`;
    const found = new Map<string, RunRhythm>();
    for (const { tool, interval, slot, hosts } of rows) {
      const key = `${tool} ${interval}`;
      const rhythm = found.get(key) ?? { tool, interval, hosts: Array(tenths).fill(0) };
      rhythm.hosts[slot] = hosts;
      found.set(key, rhythm);
    }
    return [...found.values()].sort((a, b) => hostsOf(b) - hostsOf(a) || a.interval - b.interval);
  });
}

/** How many hosts a rhythm has. */
export function hostsOf({ hosts }: RunRhythm): number {
  return hosts.reduce((sum, count) => sum + count, 0);
}
