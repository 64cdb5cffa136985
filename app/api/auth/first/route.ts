import { sessionCookie } from '@/lib/access/session-cookie';
import { signInContext } from '@/lib/access/sign-in-context';
import { createFirstAdministrator, FirstAdministrator } from '@/lib/commands/create-first-administrator';
import { openDoor } from '@/lib/route';

/** Makes the administrator by the one-time link and signs them in. */
export const POST = openDoor({
  body: FirstAdministrator,
  answer: async (context, body, request) => {
    const session = await createFirstAdministrator(signInContext(context, request.headers), body);
    return new Response(null, { status: 204, headers: { 'Set-Cookie': sessionCookie(session) } });
  },
});
