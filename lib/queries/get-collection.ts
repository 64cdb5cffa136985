import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export interface ScopeOfCollection {
  key: string;
  outcome: 'complete' | 'partial' | 'failed' | 'refused';
  refusedAction: string | null;
  problem: string | null;
  seen: number;
}

export interface CollectionRow {
  id: string;
  source: string;
  askedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Null until it has ended */
  outcome: ScopeOfCollection['outcome'] | null;
  problem: string | null;
  scopesDone: number;
  scopesTotal: number;
  doing: string | null;
  /** What has been scanned so far */
  scopes: ScopeOfCollection[];
}

/** One collection of a source, by default its last; AppError `not-found` when there is none. */
export async function getCollection(viewer: Viewer, given: { source: string; id?: string }): Promise<CollectionRow> {
  return reading(viewer, 'sources:read', async (tx) => {
    const [row] = await tx.$queryRaw<Omit<CollectionRow, 'scopes'>[]>`
      SELECT n.id::text, o.name AS source, n.asked_at AS "askedAt", n.started_at AS "startedAt", n.finished_at AS "finishedAt",
        n.outcome, n.problem, n.scopes_done AS "scopesDone", n.scopes_total AS "scopesTotal", n.doing
      FROM collection n JOIN source o ON o.id = n.source_id
      WHERE n.source_id = ${given.source}::bigint AND (${given.id ?? null}::bigint IS NULL OR n.id = ${given.id ?? null}::bigint)
      ORDER BY n.asked_at DESC, n.id DESC LIMIT 1`;
    if (!row) throw new AppError('not-found', 'There is no such collection');
    const scopes = await tx.$queryRaw<ScopeOfCollection[]>`
      SELECT c.key, last.outcome, last.refused_action AS "refusedAction", last.problem, last.seen
      FROM scope c JOIN LATERAL (SELECT outcome, refused_action, problem, seen FROM scan WHERE scope_id = c.id
        AND started_at >= ${row.startedAt}::timestamptz
        AND (${row.finishedAt}::timestamptz IS NULL OR finished_at <= ${row.finishedAt}::timestamptz)
        ORDER BY finished_at DESC LIMIT 1) last ON true
      WHERE c.source_id = ${given.source}::bigint ORDER BY c.key`;
    return { ...row, scopes };
  });
}
