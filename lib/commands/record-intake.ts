import { writeAuditEvent } from '@/lib/access/audit-event';
import { reachingAll } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { ensureScope } from '@/lib/commands/ensure-scope';
import type { ScopeSpec, Unreadable } from '@/lib/sources/source';

export interface Intake {
  sourceId: string;
  spec: ScopeSpec;
  receivedAt: Date;
  /** Reports that were recorded */
  seen: number;
  unreadable: readonly Unreadable[];
}

/** A scan row for every delivery would grow with polling: as long as all is well, one in so many seconds says as much. */
const restSeconds = 300;

/**
 * Records that a pushed scope was heard of: a partial scan with what could not be read, which leaves an audit event, or a
 * complete one where the last is older than five minutes.
 */
export async function recordIntake(viewer: Viewer, intake: Intake): Promise<void> {
  requirePermission(viewer, 'ingest');
  const { unreadable, receivedAt } = intake;
  await reachingAll(async (tx) => {
    const scopeId = await ensureScope(tx, intake.sourceId, intake.spec, receivedAt);
    const [last] = await tx.$queryRaw<{ outcome: string; finishedAt: Date }[]>`
      SELECT outcome, finished_at AS "finishedAt" FROM scan WHERE scope_id = ${scopeId}::bigint ORDER BY finished_at DESC LIMIT 1`;
    const age = last ? receivedAt.getTime() - last.finishedAt.getTime() : Number.POSITIVE_INFINITY;
    if (unreadable.length === 0 && last?.outcome === 'complete' && age < restSeconds * 1000) return;
    // Deliveries are taken in side by side: the scans of a scope stay in order all the same.
    const at = age > 0 ? receivedAt : new Date((last?.finishedAt ?? receivedAt).getTime() + 1);
    const outcome = unreadable.length > 0 ? 'partial' : 'complete';
    const problem = unreadable.length > 0 ? `${unreadable.length} run reports could not be read` : null;
    await tx.$executeRaw`
      WITH made AS (
        INSERT INTO scan (scope_id, started_at, finished_at, outcome, seen, unreadable, problem)
        VALUES (${scopeId}::bigint, ${at}::timestamptz, ${at}::timestamptz, ${outcome}, ${intake.seen}, ${unreadable.length}, ${problem})
        RETURNING id)
      INSERT INTO unreadable (scan_id, scope_id, external_id, reason, excerpt, at)
      SELECT made.id, ${scopeId}::bigint, u."externalId", u.reason, u.excerpt, ${at}::timestamptz
      FROM made CROSS JOIN jsonb_to_recordset(${JSON.stringify(unreadable)}::jsonb) AS u ("externalId" text, reason text, excerpt text)
      WHERE NOT EXISTS (SELECT FROM unreadable k WHERE k.scope_id = ${scopeId}::bigint
        AND k.external_id IS NOT DISTINCT FROM u."externalId" AND k.reason = u.reason)`;
    if (unreadable.length > 0)
      await writeAuditEvent(tx, viewer, {
        action: 'scan.recorded',
        outcome: 'failed',
        objectKind: 'scope',
        objectId: scopeId,
        object: intake.spec.key,
        after: { outcome, seen: intake.seen, unreadable: unreadable.length },
      });
  });
}
