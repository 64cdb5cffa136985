import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { cache } from 'react';
import { admitToPage } from '@/lib/access/page-of-auditor';
import { requestContext } from '@/lib/access/request-context';
import { readSessionCookie } from '@/lib/access/session-cookie';
import { type RequestContext, type Viewer, viewerOfSession, viewerOfToken } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/** Requests that a page makes by itself carry this header with `1`; they do not keep a session alive. */
const backgroundHeader = 'x-plumbline-background';

/**
 * The viewer of a request, by bearer token or session cookie, looked up in the database every time.
 * AppError `unauthenticated` when there is neither, or it no longer counts.
 */
export async function viewerOfRequest(
  given: Headers,
  context: RequestContext = requestContext(given),
): Promise<Viewer> {
  const authorization = given.get('authorization');
  if (authorization !== null) {
    const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (bearer === undefined) throw new AppError('unauthenticated', 'Authorization must be Bearer and a token');
    return viewerOfToken(bearer, context);
  }
  const session = readSessionCookie(given);
  if (session === null) throw new AppError('unauthenticated', 'Sign in, or send a token');
  return viewerOfSession(session, context, { background: given.get(backgroundHeader) === '1' });
}

/**
 * The viewer of a page, or a redirect to the sign-in. Call it before anything else in every page: a layout protects
 * nothing. Asked again within one request, it answers from memory.
 */
export const requireViewer = cache(async (): Promise<Viewer> => {
  // A prefetch that anybody can ask for ends here: nothing is looked up, or logged as an error, ahead of a request.
  await connection();
  const given = await headers();
  const viewer = await viewerOfRequest(given).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'unauthenticated') redirect(signInUrl(given));
    throw error;
  });
  await admitToPage(viewer, given.get('x-plumbline-path'));
  return viewer;
});

/** proxy.ts notes the path that was asked for; without it, one lands on the first page. */
function signInUrl(given: Headers): string {
  const path = given.get('x-plumbline-path');
  return path === null || path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`;
}
