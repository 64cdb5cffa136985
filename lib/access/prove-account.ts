import { writeAuditEvent } from '@/lib/access/audit-event';
import { closingEvent } from '@/lib/access/closing-event';
import { checkPassword } from '@/lib/access/password';
import { openSecret } from '@/lib/access/sealed-secret';
import { totpPlace } from '@/lib/access/second-factor';
import { admitTry, settleTry } from '@/lib/access/sign-in-limit';
import { checkTotp } from '@/lib/access/totp';
import type { Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';

interface LocalAccount {
  id: string;
  email: string;
  hash: string | null;
  totpSecret: string | null;
  totpStep: number | null;
}

/**
 * The viewer's local account, once they have proved again who they are: by the password, and by the code of their second
 * factor where `second` asks for it and they have one. Wrong ones count as tries to sign in do. AppError `forbidden`,
 * `too-many`, or `conflict` for people of an identity provider.
 */
export async function proveAccount(
  viewer: Viewer,
  password: string,
  at: Date,
  second?: { code: string | null },
): Promise<{ id: string; email: string }> {
  if (viewer.kind !== 'person' || viewer.id === null) throw new AppError('forbidden', 'Only a person has an account');
  const [user] = await db().$queryRaw<LocalAccount[]>`
    SELECT id::text, email, password_hash AS hash, totp_secret AS "totpSecret", totp_step::float8 AS "totpStep"
    FROM user_account WHERE id = ${viewer.id}::bigint`;
  if (!user?.hash) throw new AppError('conflict', 'Your identity provider keeps your password and second factor');
  const attempt = await admitTry(user.email, viewer.address, at);
  if (attempt.id === null) throw tooManyTries(attempt, at);
  const right = await checkPassword(password, user.hash);
  if (!right || (second && !(await takeCode(user, second.code, at)))) {
    await keepWrongTry(viewer, user, attempt.id);
    const words = right ? 'This is not the code that your authenticator shows now' : 'This is not your password';
    throw new AppError('forbidden', words, { field: right ? 'code' : 'current' });
  }
  await db().$transaction((tx) => settleTry(tx, attempt.id, 'withdrawn'));
  return user;
}

/** Whether the account has no second factor or this is its code, which nobody can use again. */
async function takeCode(user: LocalAccount, code: string | null, at: Date): Promise<boolean> {
  if (user.totpSecret === null) return true;
  const step = checkTotp(openSecret(user.totpSecret, totpPlace(user.id)), code ?? '', user.totpStep, at);
  if (step === null) return false;
  const taken = await db().$executeRaw`UPDATE user_account SET totp_step = ${step}
    WHERE id = ${user.id}::bigint AND (totp_step IS NULL OR totp_step < ${step})`;
  return taken > 0;
}

/** A wrong try stays counted, and raises the alarm where it closed the account. */
async function keepWrongTry(viewer: Viewer, user: { id: string; email: string }, tryId: string): Promise<void> {
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
