import { z } from 'zod';
import { problem } from '@/lib/access/problem';
import { tooManyTries } from '@/lib/access/prove-account';
import { sessionCookie } from '@/lib/access/session-cookie';
import { signInContext } from '@/lib/access/sign-in-context';
import { type SignIn, signIn } from '@/lib/commands/sign-in';
import { AppError } from '@/lib/errors';
import { openDoor } from '@/lib/route';

const Credentials = z.object({
  email: z.string().max(254),
  password: z.string().max(256),
  code: z.string().max(10).optional(),
});

/** Begins a session with a local account. `need: code` in a refusal asks for the second factor. */
export const POST = openDoor({
  body: Credentials,
  answer: async (context, { email, password, code }, request) => {
    const answer = await signIn(signInContext(context, request.headers), { email, password, code: code || null });
    if (answer.ok) return new Response(null, { status: 204, headers: { 'Set-Cookie': sessionCookie(answer.session) } });
    // Not thrown: signIn has recorded it.
    return problem(refusalOf(answer), context.requestId);
  },
});

function refusalOf(answer: Exclude<SignIn, { ok: true }>): AppError {
  if (answer.reason === 'too-many') return tooManyTries(answer, new Date());
  if (answer.reason === 'wrong') return new AppError('unauthenticated', 'Wrong e-mail address, password or code');
  return new AppError('unauthenticated', 'Type the code that your authenticator shows', { need: 'code' });
}
