import type { SignInContext } from '@/lib/access/begin-session';
import { hashSessionId } from '@/lib/access/session-cookie';
import type { RecordEvent } from '@/lib/access/transaction';
import type { Transaction } from '@/lib/db';

/** So long must the reason of an emergency sign-in be. */
export const reasonLength = 20;

/** Raises the alarm of an emergency sign-in: its row, which stands open until somebody else reviews it, and its event. */
export async function recordBreakGlass(
  tx: Transaction,
  record: RecordEvent,
  used: { user: { id: string; email: string }; context: SignInContext; session: string; reason: string; at: Date },
): Promise<void> {
  const { user, context, session, reason, at } = used;
  await tx.$executeRaw`INSERT INTO break_glass (user_id, session_hash, at, reason, address, request_id)
    VALUES (${user.id}::bigint, ${hashSessionId(session)}, ${at}::timestamptz, ${reason}, ${context.address}, ${context.requestId})`;
  await record({ action: 'break-glass.used', objectKind: 'user', objectId: user.id, object: user.email, reason });
}
