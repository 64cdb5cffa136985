import type { AuditEntry } from '@/lib/access/audit-event';
import { closedAfter } from '@/lib/access/sign-in-limit';

/** The alarm of an account that takes no more tries. What was typed for an unknown name is not kept: it may be a password. */
export function closingEvent(user: { id: string; email: string } | null): AuditEntry {
  return {
    action: 'account.closed',
    outcome: 'refused',
    objectKind: 'user',
    objectId: user?.id ?? null,
    object: user?.email ?? 'no such user',
    reason: `${closedAfter} wrong tries in a row: it stays closed until an operator opens it`,
  };
}
