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

/** Where the identity provider sends the browser back to: a session of ours, or the sign-in with the reason. */
export const GET = openDoor({
  body: z.object({}),
  answer: async (context, _body, request) => {
    const { claims, next, cookies } = await endHandshake(request);
    const headers = new Headers({ Location: '/sign-in?refused=failed' });
    for (const cookie of cookies) headers.append('Set-Cookie', cookie);
    if (claims === null) {
      const failed = new AppError(
        'unauthenticated',
        'The single sign-on did not verify; the log of the web process says why',
      );
      await recordRefusal(anonymous(context), 'GET /api/auth/callback/oidc', failed);
      return new Response(null, { status: 303, headers });
    }
    const answer = await signInWithOidc(signInContext(context, request.headers), personOfClaims(claims));
    if (answer.ok) headers.append('Set-Cookie', sessionCookie(answer.session));
    const path = next === null ? '/' : URL.canParse(next) ? next.slice(new URL(next).origin.length) : next;
    headers.set('Location', answer.ok ? ownPath(path) : `/sign-in?refused=${answer.reason}`);
    return new Response(null, { status: 303, headers });
  },
});
