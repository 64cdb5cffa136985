import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';

export interface AuditEntry {
  /** Noun and verb, such as `source.added`, `token.revoked`, `export.made` */
  action: string;
  outcome?: 'done' | 'refused' | 'failed';
  objectKind: string;
  objectId?: string | null;
  /** Name of the object as people know it */
  object?: string | null;
  /** Only the fields that changed, secrets removed */
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  reason?: string | null;
}

/** Writes one audit event, in the transaction of what it records. */
export async function writeAuditEvent(tx: Transaction, viewer: Viewer, entry: AuditEntry): Promise<void> {
  const json = (value: Record<string, unknown> | null | undefined) => (value ? JSON.stringify(value) : null);
  await tx.$executeRaw`
    INSERT INTO audit_event (actor_kind, actor_id, actor, action, outcome, object_kind, object_id, object, before, after, reason, address, request_id)
    VALUES (${viewer.kind}, ${viewer.id}, ${viewer.name}, ${entry.action}, ${entry.outcome ?? 'done'}, ${entry.objectKind},
      ${entry.objectId ?? null}, ${entry.object ?? null}, ${json(entry.before)}, ${json(entry.after)}, ${entry.reason ?? null},
      ${viewer.address}, ${viewer.requestId})`;
}
