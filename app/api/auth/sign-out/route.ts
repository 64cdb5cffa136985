import { z } from 'zod';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { sessionCookie } from '@/lib/access/session-cookie';
import { signOut } from '@/lib/commands/sign-out';
import { AppError } from '@/lib/errors';
import { openDoor } from '@/lib/route';

/** Ends the session, if there still is one, and goes to the sign-in. */
export const POST = openDoor({
  body: z.object({}),
  form: true,
  answer: async (context, _body, request) => {
    try {
      await signOut(await viewerOfRequest(request.headers, context));
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'unauthenticated')) throw error;
    }
    return new Response(null, { status: 303, headers: { Location: '/sign-in', 'Set-Cookie': sessionCookie(null) } });
  },
});
