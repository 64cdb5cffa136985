import { writeAuditEvent } from '@/lib/access/audit-event';
import { reachingAll } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import type { ActivityEvent } from '@/lib/resources/activity-event';
import { canonicalJson } from '@/lib/resources/canonical-json';

/** Keeps activity events, each once however often it is delivered. Returns how many were new. */
export async function recordActivity(
  viewer: Viewer,
  scopeId: string,
  events: readonly ActivityEvent[],
): Promise<number> {
  requirePermission(viewer, 'ingest');
  if (events.length === 0) return 0;
  const rows = events.map(({ request, response, ...event }) => ({
    ...event,
    body: canonicalJson({ request, response }),
  }));
  return reachingAll(async (tx) => {
    const added = await tx.$executeRaw`
      INSERT INTO activity (event_id, scope_id, at, account, region, service, action, actor, actor_kind, source_address, user_agent,
        error_code, read_only, subjects, facility, environment, team, body)
      SELECT e."eventId", ${scopeId}::bigint, e.at, e.account, e.region, e.service, e.action, e.actor, e."actorKind", e."sourceAddress",
        e."userAgent", e."errorCode", e."readOnly", e.subjects,
        p.facility, p.environment, p.team, e.body
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e ("eventId" text, at timestamptz, account text, region text, service text,
        action text, actor text, "actorKind" text, "sourceAddress" text, "userAgent" text, "errorCode" text, "readOnly" boolean,
        subjects text[], body text)
      -- Only what all the resources that it speaks of share: where they differ nobody can say whose the event is.
      CROSS JOIN LATERAL (SELECT CASE WHEN count(DISTINCT coalesce(s.facility, '')) = 1 THEN min(s.facility) END AS facility,
          CASE WHEN count(DISTINCT coalesce(s.environment, '')) = 1 THEN min(s.environment) END AS environment,
          CASE WHEN count(DISTINCT coalesce(s.team, '')) = 1 THEN min(s.team) END AS team
        FROM resource r JOIN snapshot s ON s.resource_id = r.id AND s.valid_to = 'infinity'
        WHERE r.external_id = ANY(e.subjects)) p
      ON CONFLICT (event_id, at) DO NOTHING`;
    if (added > 0)
      await writeAuditEvent(tx, viewer, {
        action: 'activity.recorded',
        objectKind: 'scope',
        objectId: scopeId,
        after: { added },
      });
    return added;
  });
}
