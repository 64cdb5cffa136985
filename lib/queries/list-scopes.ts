import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { AsOf } from '@/lib/queries/as-of';

export interface ScopeRow {
  key: string;
  kind: string;
  account: string | null;
  region: string | null;
  outcome: 'complete' | 'partial' | 'failed' | 'refused' | 'never';
  refusedAction: string | null;
  problem: string | null;
  /** Of the last scan */
  seen: number;
  unreadable: number;
  lastScanAt: Date | null;
  lastCompleteAt: Date | null;
  stale: boolean;
}

export interface UnreadableRow {
  scope: string;
  externalId: string | null;
  reason: string;
  excerpt: string;
  at: Date;
}

const mostUnreadable = 20;

/** The scopes of a source with their last scans, and its last rows that could not be read. */
export async function listScopes(
  viewer: Viewer,
  { source, asOf }: { source: string; asOf: AsOf },
): Promise<{ scopes: ScopeRow[]; unreadable: UnreadableRow[] }> {
  const at = asOf ?? new Date();
  return reading(viewer, 'sources:read', async (tx) => {
    const scopes = await tx.$queryRaw<ScopeRow[]>`
      SELECT c.key, c.kind, c.account, c.region, coalesce(last.outcome, 'never') AS outcome,
        last.refused_action AS "refusedAction", last.problem, coalesce(last.seen, 0) AS seen,
        coalesce(last.unreadable, 0) AS unreadable, last.finished_at AS "lastScanAt", whole.finished_at AS "lastCompleteAt",
        coalesce(whole.finished_at < ${at}::timestamptz - make_interval(secs => c.freshness_seconds), true) AS stale
      FROM scope c
      LEFT JOIN LATERAL (SELECT * FROM scan WHERE scope_id = c.id AND finished_at <= ${at}::timestamptz
        ORDER BY finished_at DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (SELECT finished_at FROM scan WHERE scope_id = c.id AND outcome = 'complete'
        AND finished_at <= ${at}::timestamptz ORDER BY finished_at DESC LIMIT 1) whole ON true
      WHERE c.source_id = ${source}::bigint AND c.created_at <= ${at}::timestamptz AND c.kind <> 'cm.node'
        AND (c.removed_at IS NULL OR c.removed_at > ${at}::timestamptz)
      ORDER BY coalesce(last.outcome, 'never') = 'complete', c.key`;
    // Nobody knows whose these are: they are for those who reach everything.
    const unreadable = await tx.$queryRaw<UnreadableRow[]>`
      SELECT c.key AS scope, u.external_id AS "externalId", u.reason, u.excerpt, u.at
      FROM unreadable u JOIN scope c ON c.id = u.scope_id
      WHERE ${viewer.reach === null} AND c.source_id = ${source}::bigint AND u.at <= ${at}::timestamptz ORDER BY u.at DESC LIMIT ${mostUnreadable}`;
    return { scopes, unreadable };
  });
}
