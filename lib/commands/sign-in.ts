import { type Actor, anonymous } from '@/lib/access/audit-event';
import { beginSession, type SignInContext } from '@/lib/access/begin-session';
import { closingEvent } from '@/lib/access/closing-event';
import { hasProvider } from '@/lib/access/find-provider';
import { checkPassword } from '@/lib/access/password';
import { recordRefusal } from '@/lib/access/refusal';
import { sealSecret } from '@/lib/access/sealed-secret';
import { type SecondFactor, secondFactorOf, totpPlace } from '@/lib/access/second-factor';
import { admitTry, settleTry } from '@/lib/access/sign-in-limit';
import type { ProposedKey } from '@/lib/access/totp';
import { recording } from '@/lib/access/transaction';
import { reasonLength, recordBreakGlass } from '@/lib/commands/record-break-glass';
import { db, type Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

export type SignIn =
  | { ok: true; session: string; name: string }
  | { ok: false; reason: 'wrong' | 'code-needed' | 'reason-needed' | 'no-second-factor' }
  | { ok: false; reason: 'second-factor-to-set-up'; proposed: ProposedKey }
  | { ok: false; reason: 'too-many'; until: Date; closed: boolean };

interface LocalUser {
  id: string;
  name: string;
  email: string;
  passwordHash: string;
  totpSecret: string | null;
  totpStep: number | null;
  secondFactorUntil: Date | null;
}

/**
 * Signs in with a local account. Unknown, disabled and roleless users are told, and take as long as, a wrong password.
 * `code-needed` says that the password was right and the account has a second factor.
 *
 * While an identity provider is enabled this is for emergencies: it takes a written reason and a second factor, which may
 * be set up here within a day of the account's making or reset, and raises an alarm.
 */
export async function signIn(
  context: SignInContext,
  given: { email: string; password: string; code: string | null; reason?: string | null; key?: string | null },
  at: Date = new Date(),
): Promise<SignIn> {
  const emergency = await hasProvider();
  const why = given.reason?.trim() ?? '';
  if (emergency && why.length < reasonLength) return { ok: false, reason: 'reason-needed' };
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
  const factor = secondFactorOf(user, { code: given.code, key: given.key ?? null }, { required: emergency, at });
  if (factor.state === 'asked' || factor.state === 'to-set-up')
    await db().$transaction((tx) => settleTry(tx, attempt.id, 'withdrawn'));
  if (factor.state === 'asked') return { ok: false, reason: 'code-needed' };
  if (factor.state === 'to-set-up') return { ok: false, reason: 'second-factor-to-set-up', proposed: factor.proposed };
  const person: Actor = { ...context, kind: 'person', id: user.id, name: user.name };
  if (factor.state === 'missing') {
    await recording(person, async (tx, record) => {
      await settleTry(tx, attempt.id, 'withdrawn');
      await record({ ...refusal(user), reason: 'no second factor' });
    });
    return { ok: false, reason: 'no-second-factor' };
  }
  const session = await recording(person, async (tx, record) => {
    if (factor.state === 'wrong' || (factor.state === 'right' && !(await takeStep(tx, user.id, factor)))) {
      await record({ ...refusal(user), reason: 'wrong second factor' });
      if (await settleTry(tx, attempt.id, 'wrong')) await record(closingEvent(user));
      return null;
    }
    await settleTry(tx, attempt.id, 'right');
    if (factor.state === 'right' && factor.key !== null) await record({ ...about(user), action: 'second-factor.set' });
    const made = await beginSession(tx, user.id, context, at);
    await record({ ...about(user), action: 'session.begun', after: { by: 'password' } });
    if (emergency) await recordBreakGlass(tx, record, { user, context, session: made, reason: why, at });
    return made;
  });
  return session === null ? { ok: false, reason: 'wrong' } : { ok: true, session, name: user.name };
}

async function findLocalUser(email: string, at: Date): Promise<LocalUser | null> {
  const [row] = await db().$queryRaw<LocalUser[]>`
    SELECT u.id::text, u.name, u.email, u.password_hash AS "passwordHash", u.totp_secret AS "totpSecret",
      u.totp_step::float8 AS "totpStep", u.second_factor_until AS "secondFactorUntil"
    FROM user_account u JOIN role_grant g ON g.user_id = u.id
    WHERE lower(u.email) = lower(${email.trim()}) AND u.issuer IS NULL AND u.password_hash IS NOT NULL
      AND u.disabled_at IS NULL AND g.valid_from <= ${at}::timestamptz AND g.valid_to > ${at}::timestamptz`;
  return row ?? null;
}

type Proven = Extract<SecondFactor, { state: 'right' }>;

/** Takes the half minute of a code; false for the loser of two that came with the same one, or set up a key at once. */
async function takeStep(tx: Transaction, userId: string, { step, key }: Proven): Promise<boolean> {
  if (key !== null) {
    const sealed = sealSecret(key, totpPlace(userId));
    const kept = await tx.$executeRaw`UPDATE user_account SET totp_secret = ${sealed}, totp_step = ${step}
      WHERE id = ${userId}::bigint AND totp_secret IS NULL`;
    return kept > 0;
  }
  const taken = await tx.$executeRaw`UPDATE user_account SET totp_step = ${step}
    WHERE id = ${userId}::bigint AND (totp_step IS NULL OR totp_step < ${step})`;
  return taken > 0;
}

function about(user: LocalUser) {
  return { objectKind: 'user', objectId: user.id, object: user.email };
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
