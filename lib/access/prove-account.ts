import { checkPassword } from '@/lib/access/password';
import { admitTry } from '@/lib/access/sign-in-limit';
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
  if (attempt.id === null) throw tooManyTries(attempt.until, at);
  if (!(await checkPassword(password, user.hash)))
    throw new AppError('forbidden', 'This is not your password', { field: 'current' });
  await db().$executeRaw`DELETE FROM sign_in_try WHERE id = ${attempt.id}::bigint`;
  return user;
}

/** Says when the next try is taken. */
export function tooManyTries(until: Date, at: Date): AppError {
  const seconds = Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1000));
  const minutes = Math.ceil(seconds / 60);
  return new AppError('too-many', `Too many tries. The next one is taken in ${minutes} min`, {
    until: until.toISOString(),
    retryAfter: String(seconds),
  });
}
