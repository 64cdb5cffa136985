import { writeAuditEvent } from '@/lib/access/audit-event';
import { reachingAll } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { evaluate } from '@/lib/checks/check';
import { checksOf } from '@/lib/checks/index';

/**
 * Judges the resources of one kind that changed, and ends the findings of those that are gone. A finding is written only
 * where outcome, reason, check version or place differ from the one that stands. Returns how many were opened.
 */
export async function recordFindings(
  viewer: Viewer,
  kind: string,
  changed: readonly string[],
  gone: readonly string[],
  at: Date,
): Promise<number> {
  requirePermission(viewer, 'ingest');
  const checks = checksOf(kind);
  if (checks.length === 0 || changed.length + gone.length === 0) return 0;
  return reachingAll(async (tx) => {
    const bodies = await tx.$queryRaw<{ id: string; body: string }[]>`
      SELECT resource_id::text AS id, body FROM snapshot WHERE resource_id = ANY(${[...changed]}::bigint[]) AND valid_to = 'infinity'`;
    const findings = bodies.flatMap(({ id, body }) => {
      const fields: unknown = JSON.parse(body);
      return checks.map((check) => ({ id, check: check.id, version: check.version, ...evaluate(check, fields) }));
    });
    const rows = JSON.stringify(findings);
    const closed = await tx.$executeRaw`
      UPDATE finding f SET valid_to = greatest(${at}::timestamptz, f.valid_from + interval '1 millisecond')
      WHERE f.valid_to = 'infinity' AND (f.resource_id = ANY(${[...gone]}::bigint[])
        OR f.resource_id = ANY(${[...changed]}::bigint[]) AND NOT EXISTS (
          SELECT FROM jsonb_to_recordset(${rows}::jsonb) AS n (id bigint, "check" text, version int, outcome text, reason text)
          JOIN snapshot s ON s.resource_id = n.id AND s.valid_to = 'infinity'
            AND (s.facility, s.environment, s.team) IS NOT DISTINCT FROM (f.facility, f.environment, f.team)
          WHERE n.id = f.resource_id AND n."check" = f.check_id AND n.version = f.check_version AND n.outcome = f.outcome AND n.reason = f.reason))`;
    // What stands is left to ON CONFLICT: a look for it went through the rows of this very statement, 20,000 times 20,000.
    const opened = await tx.$executeRaw`
      INSERT INTO finding (resource_id, check_id, check_version, valid_from, outcome, reason, kind, scope_id, account, region, facility, environment, team)
      SELECT n.id, n."check", n.version, ${at}::timestamptz, n.outcome, n.reason, s.kind, s.scope_id, s.account, s.region, s.facility, s.environment, s.team
      FROM jsonb_to_recordset(${rows}::jsonb) AS n (id bigint, "check" text, version int, outcome text, reason text)
      JOIN snapshot s ON s.resource_id = n.id AND s.valid_to = 'infinity'
      ON CONFLICT DO NOTHING`;
    if (closed + opened > 0) {
      await writeAuditEvent(tx, viewer, {
        action: 'findings.recorded',
        objectKind: 'kind',
        objectId: kind,
        after: { opened, closed },
      });
    }
    return opened;
  });
}
