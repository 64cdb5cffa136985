import type { SignInContext } from '@/lib/access/begin-session';
import { readSessionCookie } from '@/lib/access/session-cookie';
import type { RequestContext } from '@/lib/access/viewer';

/** Adds to a request's context what a sign-in keeps of the browser. */
export function signInContext(context: RequestContext, headers: Headers): SignInContext {
  return { ...context, userAgent: headers.get('user-agent'), broughtAlong: readSessionCookie(headers) };
}
