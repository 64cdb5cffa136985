import { readJsonBody } from '@/lib/access/json-body';
import { parseInput } from '@/lib/access/parse-input';
import { sessionCookie } from '@/lib/access/session-cookie';
import { Confirmation, stepUp } from '@/lib/commands/step-up';
import { door } from '@/lib/route';

/** Confirms who is there: what needs a recent proof opens for five minutes, and the session has a new id. */
export const POST = door({
  can: 'account',
  answer: async (viewer, request) => {
    const { session } = await stepUp(viewer, parseInput(Confirmation, await readJsonBody(request)));
    return new Response(null, { status: 204, headers: { 'Set-Cookie': sessionCookie(session) } });
  },
});
