import { z } from 'zod';
import { anonymous } from '@/lib/access/audit-event';
import { endHandshake } from '@/lib/access/handshake';
import { ownPath } from '@/lib/access/own-path';
import { personOfClaims } from '@/lib/access/person-of-claims';
import { recordRefusal } from '@/lib/access/refusal';
import { sessionCookie } from '@/lib/access/session-cookie';
import { signInContext } from '@/lib/access/sign-in-context';
import { signInWithOidc } from '@/lib/commands/sign-in-with-oidc';
import { AppError } from '@/lib/errors';
import { openDoor } from '@/lib/route';

/** Where an identity provider sends the browser back to: a session of ours, or the sign-in with the reason. */
export const GET = openDoor({
  body: z.object({}),
  answer: async (context, _body, request, params) => {
    const end = await endHandshake(String(params.provider), request);
    const headers = new Headers({ Location: '/sign-in?refused=failed' });
    for (const cookie of end.cookies) headers.append('Set-Cookie', cookie);
    if (end.claims === null) {
      const failed = new AppError('unauthenticated', `Single sign-on ${end.provider?.name ?? ''}: ${end.problem}`);
      await recordRefusal(anonymous(context), 'GET /api/auth/callback', failed);
      return new Response(null, { status: 303, headers });
    }
    const person = personOfClaims(end.claims, end.provider);
    const answer = await signInWithOidc(signInContext(context, request.headers), person, end.state);
    if (answer.ok) headers.append('Set-Cookie', sessionCookie(answer.session));
    headers.set('Location', answer.ok ? ownPath(pathOf(end.next)) : `/sign-in?refused=${answer.reason}`);
    return new Response(null, { status: 303, headers });
  },
});

function pathOf(next: string | null): string {
  return next === null ? '/' : URL.canParse(next) ? next.slice(new URL(next).origin.length) : next;
}
