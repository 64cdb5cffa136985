import { writeAuditEvent } from '@/lib/access/audit-event';
import { closingEvent } from '@/lib/access/closing-event';
import { checkPassword } from '@/lib/access/password';
import { admitTry, settleTry } from '@/lib/access/sign-in-limit';
import type { Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';

/**
 * The viewer's local account, once they have proved again who they are. Wrong passwords count as tries to sign in do.
 * AppError `forbidden`, `too-many`, or `conflict` for people of an identity provider.
 */
export async function proveAccount(viewer: Viewer, password: string, at: Date): Promise<{ id: string; email: string }> {
  if (viewer.kind !== 'person' || viewer.id === null) throw new AppError('forbidden', 'Only a person has an account');
  const [user] = await db().$queryRaw<{ id: string; email: string; hash: string | null }[]>`
    SELECT id::text, email, password_hash AS hash FROM user_account WHERE id = ${viewer.id}::bigint`;
  if (!user?.hash) throw new AppError('conflict', 'Your identity provider keeps your password and second factor');
  const attempt = await admitTry(user.email, viewer.address, at);
  if (attempt.id === null) throw tooManyTries(attempt, at);
  if (!(await checkPassword(password, user.hash))) {
    await keepWrongTry(viewer, user, attempt.id);
    throw new AppError('forbidden', 'This is not your password', { field: 'current' });
  }
  await db().$transaction((tx) => settleTry(tx, attempt.id, 'withdrawn'));
  return user;
}

/** A wrong try stays counted, and raises the alarm where it closed the account. */
export async function keepWrongTry(viewer: Viewer, user: { id: string; email: string }, tryId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    if (await settleTry(tx, tryId, 'wrong')) await writeAuditEvent(tx, viewer, closingEvent(user));
  });
}

/** Says when the next try is taken, or that none is. */
export function tooManyTries({ until, closed }: { until: Date; closed: boolean }, at: Date): AppError {
  const seconds = Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1000));
  const wait = seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  const words = closed
    ? 'Too many wrong tries: this account is closed until an administrator opens it'
    : `Too many tries. The next one is taken in ${wait}`;
  return new AppError('too-many', words, {
    until: until.toISOString(),
    retryAfter: String(seconds),
  });
}
