import { type NextRequest, NextResponse } from 'next/server';

/**
 * Comfort only, and everything is as safe without it: notes which page was asked for, so that the sign-in can lead back.
 * Headers that protect stand in next.config.js.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('x-plumbline-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ['/((?!api/|_next/|icon.svg).*)'] };
