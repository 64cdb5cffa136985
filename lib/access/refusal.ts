import { type Actor, writeAuditEvent } from '@/lib/access/audit-event';
import { db } from '@/lib/db';
import type { AppError } from '@/lib/errors';
import { log } from '@/lib/log';

const perSubject = 10;
const inAll = 200;
const counts = { minute: 0, total: 0, of: new Map<string, number>(), unwritten: 0 };

/**
 * Leaves an audit event of a request that was refused: ten a minute for one address or actor, 200 in all, so that nobody
 * fills the log by knocking. What was left out is counted in the next event. The refusal stands even if it cannot be
 * recorded.
 */
export async function recordRefusal(actor: Actor, door: string, error: AppError, now = Date.now()): Promise<void> {
  const minute = Math.floor(now / 60_000);
  if (minute !== counts.minute) Object.assign(counts, { minute, total: 0, of: new Map() });
  const subject = `${actor.kind} ${actor.id ?? actor.address}`;
  const seen = counts.of.get(subject) ?? 0;
  if (seen >= perSubject || counts.total >= inAll) {
    counts.unwritten += 1;
    return;
  }
  counts.of.set(subject, seen + 1);
  counts.total += 1;
  const unwritten = counts.unwritten;
  counts.unwritten = 0;
  try {
    await writeAuditEvent(db(), actor, {
      action: 'access.refused',
      outcome: 'refused',
      objectKind: 'door',
      object: door.slice(0, 200),
      reason:
        unwritten > 0 ? `${error.message}; ${unwritten} more refusals before it were not recorded` : error.message,
    });
  } catch (cause) {
    log.error({ err: cause, requestId: actor.requestId }, 'a refusal could not be recorded');
  }
}
