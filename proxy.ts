import { type NextRequest, NextResponse } from 'next/server';
import { contentPolicy, makeNonce } from '@/lib/access/content-policy';

/**
 * Gives a page its content security policy, and notes which page was asked for, so that the sign-in can lead back. Lets
 * nobody in or out: every query asks by itself, and headers that protect without a nonce stand in next.config.js.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('x-plumbline-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  // What Next's own tools load in development no policy of ours would let in.
  if (process.env.NODE_ENV === 'development') return NextResponse.next({ request: { headers } });
  const nonce = makeNonce();
  const policy = contentPolicy(nonce);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

// Prefetches, too. The API has the policy of next.config.js, which lets nothing run.
export const config = { matcher: ['/((?!api/|_next/static/|icon\\.svg$).*)'] };
