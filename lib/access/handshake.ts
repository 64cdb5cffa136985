import { randomBytes } from 'node:crypto';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuthModule, { type AuthOptions } from 'next-auth';
import { readEnvironment } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';

/** What the identity provider said of a person, in a verified ID token. */
export type Claims = Readonly<Record<string, unknown>>;

interface Step {
  method: 'GET' | 'POST';
  path: ['csrf'] | ['signin' | 'callback', 'oidc'];
  cookies: Record<string, string>;
  query?: Record<string, string>;
  body?: Record<string, string>;
}
interface Answer {
  body: { csrfToken?: string; url?: string };
  /** Set-Cookie lines */
  cookies: string[];
}

// Node gives a CommonJS module whole, a bundler its default alone.
const NextAuth =
  (NextAuthModule as typeof NextAuthModule & { default?: typeof NextAuthModule }).default ?? NextAuthModule;
const held = globalThis as { plumblineHandshakeSecret?: string };

/**
 * Begins the authorisation-code flow: the address of the identity provider and the cookies (PKCE, state, nonce) that must
 * come back with the answer.
 */
export async function beginHandshake(next: string): Promise<{ location: string; cookies: string[] }> {
  const csrf = await step({ method: 'GET', path: ['csrf'], cookies: {} });
  const body = { csrfToken: csrf.body.csrfToken ?? '', callbackUrl: next, json: 'true' };
  const answer = await step({ method: 'POST', path: ['signin', 'oidc'], cookies: readSetCookies(csrf.cookies), body });
  const location = answer.body.url ?? '';
  if (!URL.canParse(location) || new URL(location).pathname.startsWith('/api/auth/'))
    throw new AppError('unavailable', 'The identity provider cannot be reached or is not what AUTH_OIDC_ISSUER says');
  return { location, cookies: [...csrf.cookies, ...answer.cookies] };
}

/**
 * Ends the flow: the claims of a verified ID token from exactly the configured issuer, or null for anything else. Where
 * the sign-in was to lead stands in `next`. `cookies` clears what the handshake left in the browser.
 */
export async function endHandshake(
  request: Request,
): Promise<{ claims: Claims | null; next: string | null; cookies: string[] }> {
  const cookies = readCookies(request.headers);
  let claims: Claims | null = null;
  const query = Object.fromEntries(new URL(request.url).searchParams);
  await step({ method: 'GET', path: ['callback', 'oidc'], cookies, query }, (profile) => {
    claims = profile;
  });
  const given = claims as Claims | null;
  const right = given?.iss === readEnvironment().AUTH_OIDC_ISSUER && typeof given?.sub === 'string';
  const names = Object.keys(cookies).filter((name) => name.includes('next-auth.'));
  const next = Object.entries(cookies).find(([name]) => name.endsWith('next-auth.callback-url'))?.[1] ?? null;
  return { claims: right ? given : null, next, cookies: names.map(clearing) };
}

/** The session is ours: next-auth is stopped (`signIn` answers an address) before it makes one of its own. */
function optionsOf(found: (profile: Claims) => void): AuthOptions {
  const environment = readEnvironment();
  const issuer = environment.AUTH_OIDC_ISSUER;
  if (issuer === undefined) throw new AppError('not-found', 'No single sign-on is set up: AUTH_OIDC_ISSUER is not set');
  held.plumblineHandshakeSecret ??= environment.AUTH_SECRET ?? randomBytes(32).toString('base64url');
  process.env.NEXTAUTH_URL = `${environment.PLUMBLINE_URL ?? `http://127.0.0.1:${environment.PORT}`}/api/auth`;
  return {
    secret: held.plumblineHandshakeSecret,
    session: { strategy: 'jwt', maxAge: 60 },
    logger: { error: logFailure, warn: (code) => logFailure(code, null), debug: () => undefined },
    providers: [
      {
        id: 'oidc',
        name: environment.AUTH_OIDC_NAME,
        type: 'oauth',
        wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        clientId: environment.AUTH_OIDC_CLIENT_ID ?? '',
        clientSecret: environment.AUTH_OIDC_CLIENT_SECRET ?? '',
        idToken: true,
        checks: ['pkce', 'state', 'nonce'],
        authorization: { params: { scope: environment.AUTH_OIDC_SCOPE } },
        profile: (profile: { sub: string }) => ({ id: profile.sub }),
      },
    ],
    callbacks: {
      signIn: ({ profile }) => {
        found({ ...profile });
        return '/sign-in';
      },
    },
  };
}

/** The message alone: what stands beside it may hold a code or a token. */
function logFailure(code: string, about: unknown): void {
  const cause = about instanceof Error ? about : (about as { error?: unknown } | null)?.error;
  log.warn({ code, error: cause instanceof Error ? cause.message : '' }, 'single sign-on');
}

/** One request to next-auth, which answers on what it takes for a response of Node. */
async function step(asked: Step, found: (profile: Claims) => void = () => undefined): Promise<Answer> {
  const answer: Answer = { body: {}, cookies: [] };
  const keep = (body: Answer['body']) => {
    answer.body = body;
  };
  const response = {
    status: () => response,
    getHeader: () => answer.cookies,
    setHeader: (name: string, value: string[]) => {
      if (name === 'Set-Cookie') answer.cookies = value;
      return response;
    },
    json: keep,
    send: keep,
    end: () => undefined,
  };
  const request = {
    method: asked.method,
    query: { ...asked.query, nextauth: asked.path },
    cookies: asked.cookies,
    headers: {},
    body: asked.body,
  };
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, optionsOf(found));
  return answer;
}

function readCookies(headers: Headers): Record<string, string> {
  const pairs = (headers.get('cookie') ?? '').split('; ').map((pair) => pair.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, decode(value)]));
}

/** A cookie of somebody else's may not be encoded as ours are. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function readSetCookies(lines: readonly string[]): Record<string, string> {
  const pairs = lines.map((line) => line.split(';')[0]?.split(/=(.*)/s) ?? []);
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, decode(value)]));
}

function clearing(name: string): string {
  return `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${name.startsWith('__') ? '; Secure' : ''}`;
}
