import type { TokenRole } from '@/lib/access/permissions';
import { readingLog, recordView } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { type AuditFilter, auditEventsOf } from '@/lib/queries/audit-filter';
import { cutPage, decodeCursor, type ListAnswer } from '@/lib/queries/page';

export interface AuditRow {
  /** Its number in the log */
  id: string;
  /** UTC time of the database */
  at: Date;
  actorKind: 'person' | 'token' | 'job' | 'operator' | 'anonymous';
  actorId: string | null;
  actor: string;
  /** What the actor was then; null for what has no role */
  actorRole: TokenRole | null;
  action: string;
  outcome: 'done' | 'refused' | 'failed';
  objectKind: string;
  objectId: string | null;
  object: string | null;
  /** Only the fields that changed, secrets removed */
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
  address: string | null;
  requestId: string;
  /** What the actor reached then: `*` is everything; null is somebody without a reach */
  reach: string | null;
}

/** Puts on record that somebody looks at a page of the log, before any of it is read. */
export async function recordAuditView(viewer: Viewer, filter: AuditFilter): Promise<void> {
  const { limit: _, cursor, jobs, reads, ...narrowed } = filter;
  const hidden = { ...(jobs === 'hidden' ? { jobs } : {}), ...(reads === 'hidden' ? { reads } : {}) };
  await recordView(viewer, 'audit:read', {
    objectKind: 'list',
    objectId: 'audit',
    object: cursor === undefined ? 'the audit log' : 'a later page of the audit log',
    filter: { ...narrowed, ...hidden },
  });
}

/** `listAudit` for somebody who looks. */
export async function viewAudit(viewer: Viewer, filter: AuditFilter): Promise<ListAnswer<AuditRow>> {
  await recordAuditView(viewer, filter);
  return listAudit(viewer, filter);
}

/** What was done in Plumbline by a date, the latest first. */
export async function listAudit(viewer: Viewer, filter: AuditFilter): Promise<ListAnswer<AuditRow>> {
  return readingLog(viewer, 'audit:read', async (tx, span) => {
    const rows = await tx.$queryRaw<AuditRow[]>`
      SELECT e.id::text, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.actor,
        CASE e.actor_kind
          WHEN 'person' THEN (SELECT g.role FROM role_grant g
            WHERE g.user_id = e.actor_id::bigint AND g.valid_from <= e.at AND g.valid_to > e.at)
          WHEN 'token' THEN (SELECT t.role FROM token t WHERE t.id = e.actor_id::bigint)
        END AS "actorRole",
        e.action, e.outcome, e.object_kind AS "objectKind", e.object_id AS "objectId", e.object,
        e.before::json AS before, e.after::json AS after, e.reason, e.address, e.request_id AS "requestId", e.reach
      FROM audit_event e WHERE ${auditEventsOf(viewer, filter, span)} AND ${after(filter.cursor)}
      ORDER BY e.at DESC, e.id DESC LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, (row) => [row.at.toISOString(), row.id]);
    return { ...page, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
  });
}

function after(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const [at, id] = decodeCursor(cursor, ['time', 'id']);
  return Prisma.sql`(e.at, e.id) < (${at}::timestamptz, ${id}::bigint)`;
}
