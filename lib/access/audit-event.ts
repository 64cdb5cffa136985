import { grantWords } from '@/lib/access/reach';
import type { RequestContext, Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

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

/** Who an event is about: a viewer, or somebody who was not let in. */
export type Actor =
  | (Pick<Viewer, 'kind' | 'id' | 'name' | 'address' | 'requestId'> & Partial<Pick<Viewer, 'reach'>>)
  | { kind: 'anonymous'; id: null; name: string; address: string | null; requestId: string };

/** Somebody who was not let in, known only by where the request came from. */
export function anonymous(context: RequestContext): Actor {
  return { kind: 'anonymous', id: null, name: 'Somebody unknown', ...context };
}

/**
 * Writes one audit event, in the transaction of what it records. AppError `unavailable` when it cannot be written: then
 * the transaction must not commit.
 */
export async function writeAuditEvent(tx: Transaction, viewer: Actor, entry: AuditEntry): Promise<void> {
  try {
    await insertAuditEvent(tx, viewer, entry);
  } catch (cause) {
    throw new AppError('unavailable', 'The audit log cannot be written, so nothing was done', {}, { cause });
  }
}

async function insertAuditEvent(tx: Transaction, viewer: Actor, entry: AuditEntry): Promise<void> {
  const json = (value: Record<string, unknown> | null | undefined) => (value ? JSON.stringify(value) : null);
  await tx.$executeRaw`
    SELECT write_audit_event(${viewer.kind}, ${viewer.id}, ${viewer.name}, ${entry.action}, ${entry.outcome ?? 'done'}, ${entry.objectKind},
      ${entry.objectId ?? null}, ${entry.object ?? null}, ${json(entry.before)}, ${json(entry.after)}, ${entry.reason ?? null},
      ${viewer.address}, ${viewer.requestId}, ${reachWords(viewer)})`;
}

/** The reach with which it was done, as the log keeps it: `*` is everything, null is somebody who has none. */
function reachWords(actor: Actor): string | null {
  if (actor.kind === 'anonymous' || actor.reach === undefined) return null;
  if (actor.reach === null) return '*';
  return actor.reach.map(grantWords).sort().join(', ');
}
