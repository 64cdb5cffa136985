import { z } from 'zod';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

export const ScanFilter = ListFilter.omit({ q: true }).extend({
  /** Name of a source */
  source: z.string().max(80).optional(),
  /** Key of a scope */
  scope: z.string().max(300).optional(),
  kind: z.string().max(80).optional(),
  account: z.string().max(64).optional(),
  region: z.string().max(64).optional(),
  status: z.enum(['complete', 'partial', 'failed', 'refused']).optional(),
});
export type ScanFilter = z.output<typeof ScanFilter>;

export interface ScanRow {
  id: string;
  source: string;
  scope: string;
  kind: string;
  account: string | null;
  region: string | null;
  startedAt: Date;
  finishedAt: Date;
  outcome: 'complete' | 'partial' | 'failed' | 'refused';
  seen: number;
  added: number;
  changed: number;
  gone: number;
  unreadable: number;
  refusedAction: string | null;
  problem: string | null;
}

/** The scans by a date, the latest first: what was looked at, when, and what came of it. */
export async function listScans(viewer: Viewer, filter: ScanFilter): Promise<ListAnswer<ScanRow>> {
  const at = filter.asOf ?? new Date();
  const [beforeTime, beforeId] =
    filter.cursor === undefined ? [null, null] : decodeCursor(filter.cursor, ['time', 'id']);
  const { source = null, scope = null, kind = null, account = null, region = null, status = null } = filter;
  return reading(viewer, 'sources:read', async (tx) => {
    const rows = await tx.$queryRaw<ScanRow[]>`
      SELECT s.id::text, o.name AS source, c.key AS scope, c.kind, c.account, c.region, s.started_at AS "startedAt",
        s.finished_at AS "finishedAt", s.outcome, s.seen, s.added, s.changed, s.gone, s.unreadable,
        s.refused_action AS "refusedAction", s.problem
      FROM scan s JOIN scope c ON c.id = s.scope_id JOIN source o ON o.id = c.source_id
      WHERE s.finished_at <= ${at}::timestamptz AND o.provider <> 'join'
        AND (${source}::text IS NULL OR o.name = ${source}) AND (${scope}::text IS NULL OR c.key = ${scope})
        AND (${kind}::text IS NULL OR c.kind = ${kind}) AND (${account}::text IS NULL OR c.account = ${account})
        AND (${region}::text IS NULL OR c.region = ${region}) AND (${status}::text IS NULL OR s.outcome = ${status})
        AND (${beforeTime}::timestamptz IS NULL OR (s.finished_at, s.id) < (${beforeTime}::timestamptz, ${beforeId}::bigint))
      ORDER BY s.finished_at DESC, s.id DESC LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, (row) => [row.finishedAt.toISOString(), row.id]);
    const complete = rows.every(({ outcome }) => outcome === 'complete');
    const observedAt = rows[0]?.finishedAt ?? null;
    return { ...page, asOf: filter.asOf ?? null, observedAt, coverage: { complete, scopes: [] } };
  });
}
