import { type Actor, anonymous } from '@/lib/access/audit-event';
import { beginSession, type SignInContext } from '@/lib/access/begin-session';
import { closingEvent } from '@/lib/access/closing-event';
import { checkPassword } from '@/lib/access/password';
import { recordRefusal } from '@/lib/access/refusal';
import { admitTry, settleTry } from '@/lib/access/sign-in-limit';
import { checkTotp } from '@/lib/access/totp';
import { recording } from '@/lib/access/transaction';
import { db, type Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

export type SignIn =
  | { ok: true; session: string; name: string }
  | { ok: false; reason: 'wrong' | 'code-needed' }
  | { ok: false; reason: 'too-many'; until: Date; closed: boolean };

interface LocalUser {
  id: string;
  name: string;
  email: string;
  passwordHash: string;
  totpSecret: string | null;
  totpStep: number | null;
}

/**
 * Signs in with a local account. Unknown, disabled and roleless users are told, and take as long as, a wrong password.
 * `code-needed` says that the password was right and the account has a second factor.
 */
export async function signIn(
  context: SignInContext,
  given: { email: string; password: string; code: string | null },
  at: Date = new Date(),
): Promise<SignIn> {
  const attempt = await admitTry(given.email, context.address, at);
  if (attempt.id === null) {
    await recordRefusal(
      anonymous(context),
      'POST /api/auth/sign-in',
      new AppError('too-many', 'Too many tries to sign in'),
    );
    return { ok: false, reason: 'too-many', until: attempt.until, closed: attempt.closed };
  }
  const user = await findLocalUser(given.email, at);
  const right = await checkPassword(given.password, user?.passwordHash ?? null);
  if (!user || !right) return refuse(context, user, attempt.id, 'wrong password or no such user');
  if (user.totpSecret !== null && given.code === null) {
    await db().$transaction((tx) => settleTry(tx, attempt.id, 'withdrawn'));
    return { ok: false, reason: 'code-needed' };
  }
  const step = user.totpSecret === null ? 0 : checkTotp(user.totpSecret, given.code ?? '', user.totpStep, at);
  const person: Actor = { ...context, kind: 'person', id: user.id, name: user.name };
  const session = await recording(person, async (tx, record) => {
    const taken = step !== null && (user.totpSecret === null || (await takeStep(tx, user.id, step)));
    if (!taken) {
      await record({ ...refusal(user), reason: 'wrong second factor' });
      if (await settleTry(tx, attempt.id, 'wrong')) await record(closingEvent(user));
      return null;
    }
    await settleTry(tx, attempt.id, 'right');
    const made = await beginSession(tx, user.id, context, at);
    await record({
      action: 'session.begun',
      objectKind: 'user',
      objectId: user.id,
      object: user.email,
      after: { by: 'password' },
    });
    return made;
  });
  return session === null ? { ok: false, reason: 'wrong' } : { ok: true, session, name: user.name };
}

async function findLocalUser(email: string, at: Date): Promise<LocalUser | null> {
  const [row] = await db().$queryRaw<LocalUser[]>`
    SELECT u.id::text, u.name, u.email, u.password_hash AS "passwordHash", u.totp_secret AS "totpSecret",
      u.totp_step::float8 AS "totpStep"
    FROM user_account u JOIN role_grant g ON g.user_id = u.id
    WHERE lower(u.email) = lower(${email.trim()}) AND u.issuer IS NULL AND u.password_hash IS NOT NULL
      AND u.disabled_at IS NULL AND g.valid_from <= ${at}::timestamptz AND g.valid_to > ${at}::timestamptz`;
  return row ?? null;
}

/** Takes the half minute of a code; false for the loser of two that came with the same one. */
async function takeStep(tx: Transaction, userId: string, step: number): Promise<boolean> {
  const taken = await tx.$executeRaw`UPDATE user_account SET totp_step = ${step}
    WHERE id = ${userId}::bigint AND (totp_step IS NULL OR totp_step < ${step})`;
  return taken > 0;
}

/** What was typed for an unknown name is not kept: it may be a password. */
function refusal(user: LocalUser | null) {
  return {
    action: 'session.refused',
    outcome: 'refused',
    objectKind: 'user',
    objectId: user?.id ?? null,
    object: user?.email ?? 'no such user',
  } as const;
}

async function refuse(context: SignInContext, user: LocalUser | null, tryId: string, reason: string) {
  await recording(anonymous(context), async (tx, record) => {
    await record({ ...refusal(user), reason });
    if (await settleTry(tx, tryId, 'wrong')) await record(closingEvent(user));
  });
  return { ok: false as const, reason: 'wrong' as const };
}
