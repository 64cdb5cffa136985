import { z } from 'zod';
import { problem } from '@/lib/access/problem';
import { tooManyTries } from '@/lib/access/prove-account';
import { sessionCookie } from '@/lib/access/session-cookie';
import { signInContext } from '@/lib/access/sign-in-context';
import { type SignIn, signIn } from '@/lib/commands/sign-in';
import { AppError } from '@/lib/errors';
import { json, openDoor } from '@/lib/route';

const Credentials = z.object({
  email: z.string().max(254),
  password: z.string().max(256),
  code: z.string().max(10).optional(),
  /** While a provider is enabled: why it has to be a local account */
  reason: z.string().max(1000).optional(),
  /** The proposed key of a second factor that is set up now, with `code` */
  key: z
    .string()
    .regex(/^[A-Z2-7]{32}$/)
    .optional(),
});

/**
 * Begins a session with a local account. `need` in a refusal asks for more: the code of the second factor, or the reason of
 * an emergency. A key to set up a second factor with is answered as `setUp`; it comes back with a code.
 */
export const POST = openDoor({
  body: Credentials,
  answer: async (context, { email, password, code, reason, key }, request) => {
    const given = { email, password, code: code || null, reason: reason ?? null, key: key ?? null };
    const answer = await signIn(signInContext(context, request.headers), given);
    if (answer.ok) return new Response(null, { status: 204, headers: { 'Set-Cookie': sessionCookie(answer.session) } });
    if (answer.reason === 'second-factor-to-set-up') return json({ setUp: answer.proposed });
    // Not thrown: signIn has recorded it.
    return problem(refusalOf(answer), context.requestId);
  },
});

type Refused = Exclude<SignIn, { ok: true } | { reason: 'second-factor-to-set-up' }>;

function refusalOf(answer: Refused): AppError {
  if (answer.reason === 'too-many') return tooManyTries(answer, new Date());
  if (answer.reason === 'wrong') return new AppError('unauthenticated', 'Wrong e-mail address, password or code');
  if (answer.reason === 'reason-needed')
    return new AppError('unauthenticated', 'Write in 20 characters or more why it has to be a local account', {
      need: 'reason',
    });
  if (answer.reason === 'no-second-factor')
    return new AppError(
      'unauthenticated',
      'This account has no second factor. An administrator can let you set one up',
    );
  return new AppError('unauthenticated', 'Type the code that your authenticator shows', { need: 'code' });
}
