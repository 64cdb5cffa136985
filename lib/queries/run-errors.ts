import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { type RunFilter, runsWhere } from '@/lib/queries/run-filter';

export interface RunError {
  /** Digest of the error without host names, addresses and ids: the value of the filter `error` */
  digest: string;
  /** As the last host said it, redacted */
  message: string;
  hosts: number;
  runs: number;
  /** Up to three of the hosts, by name */
  examples: string[];
  /** UTC times of the first and last run of the filter that ended with it */
  firstAt: Date;
  lastAt: Date;
  /** The commit, where it is one alone */
  revision: string | null;
}

const most = 20;

/** Equal errors of the filtered runs, grouped over hosts: the one on most hosts first, 20 at most, and of how many. */
export async function runErrors(viewer: Viewer, filter: RunFilter): Promise<{ rows: RunError[]; total: number }> {
  return reading(viewer, 'runs:read', async (tx) => {
    const rows = await tx.$queryRaw<(RunError & { total: number })[]>`
      SELECT encode(r.error_digest, 'hex') AS digest, (array_agg(r.error ORDER BY r.started_at DESC))[1] AS message,
        count(DISTINCT r.host_id)::int AS hosts, count(*)::int AS runs,
        (array_agg(DISTINCT r.host_name))[1:3] AS examples, min(r.started_at) AS "firstAt", max(r.started_at) AS "lastAt",
        CASE WHEN count(DISTINCT coalesce(r.revision, '')) = 1 THEN min(r.revision) END AS revision, count(*) OVER ()::int AS total
      FROM run r WHERE r.error_digest IS NOT NULL AND r.outcome IN ('failed', 'unreachable', 'interrupted')
        AND ${await runsWhere(tx, viewer, filter)}
      GROUP BY r.error_digest ORDER BY hosts DESC, "lastAt" DESC, digest LIMIT ${most}`;
    return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
  });
}
