import type { Transaction } from '@/lib/db';
import type { AsOf } from '@/lib/queries/as-of';

/** Ids of the scopes that had no complete scan within their freshness: what they hold is unknown, never green. */
export async function staleScopes(tx: Transaction, asOf: AsOf): Promise<string[]> {
  const at = asOf ?? new Date();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id::text FROM scope c
    LEFT JOIN LATERAL (SELECT finished_at FROM scan WHERE scope_id = c.id AND outcome = 'complete' AND finished_at <= ${at}
      ORDER BY finished_at DESC LIMIT 1) whole ON true
    WHERE c.freshness_seconds > 0 AND c.created_at <= ${at} AND (c.removed_at IS NULL OR c.removed_at > ${at})
      AND coalesce(whole.finished_at < ${at}::timestamptz - make_interval(secs => c.freshness_seconds), true)`;
  return rows.map((row) => row.id);
}
