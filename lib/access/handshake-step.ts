import { randomBytes } from 'node:crypto';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuthModule, { type AuthOptions } from 'next-auth';
import type { Provider } from '@/lib/access/provider';
import { type ProviderMetadata, providerAgent } from '@/lib/access/provider-metadata';
import { readEnvironment } from '@/lib/env';

interface Step {
  method: 'GET' | 'POST';
  path: readonly ['csrf'] | readonly ['signin' | 'callback', string];
  cookies: Record<string, string>;
  query?: Record<string, string>;
  body?: Record<string, string>;
}
interface Answer {
  body: { csrfToken?: string; url?: string };
  /** Set-Cookie lines */
  cookies: string[];
  /** The raw ID token after a callback that was verified */
  idToken: string | null;
  /** Why not, for administrators */
  problem: string | null;
}

// Node gives a CommonJS module whole, a bundler its default alone.
const NextAuth =
  (NextAuthModule as typeof NextAuthModule & { default?: typeof NextAuthModule }).default ?? NextAuthModule;
const held = globalThis as { plumblineHandshakeSecret?: string };

/** One request to next-auth, which makes the handshake and answers on what it takes for a response of Node. */
export async function handshakeStep(provider: Provider, metadata: ProviderMetadata, asked: Step): Promise<Answer> {
  const answer: Answer = { body: {}, cookies: [], idToken: null, problem: null };
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
  const options = optionsOf(provider, metadata, answer);
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options);
  return answer;
}

/** The session is ours: next-auth is stopped (`signIn` answers an address) before it makes one of its own. */
function optionsOf(provider: Provider, metadata: ProviderMetadata, answer: Answer): AuthOptions {
  const environment = readEnvironment();
  held.plumblineHandshakeSecret ??= environment.AUTH_SECRET ?? randomBytes(32).toString('base64url');
  process.env.NEXTAUTH_URL = `${environment.PLUMBLINE_URL ?? `http://127.0.0.1:${environment.PORT}`}/api/auth`;
  const methods = metadata.token_endpoint_auth_methods_supported;
  const byPost = methods !== undefined && !methods.includes('client_secret_basic');
  const note = (_code: string, about: unknown) => {
    answer.problem = messageWithin(about);
  };
  return {
    secret: held.plumblineHandshakeSecret,
    session: { strategy: 'jwt', maxAge: 60 },
    logger: { error: note, warn: () => undefined, debug: () => undefined },
    providers: [
      {
        id: provider.id,
        name: provider.name,
        type: 'oauth',
        // Told, not discovered: the metadata was read and looked at before.
        issuer: metadata.issuer,
        authorization: { url: metadata.authorization_endpoint, params: { scope: provider.scopes } },
        token: { url: metadata.token_endpoint },
        jwks_endpoint: metadata.jwks_uri,
        clientId: provider.clientId,
        clientSecret: provider.clientSecret,
        client: { token_endpoint_auth_method: byPost ? 'client_secret_post' : 'client_secret_basic' },
        // Longer than the agent lets anything last: openid-client hears of no error after a timeout of its own.
        httpOptions: { agent: providerAgent, timeout: 20_000 },
        idToken: true,
        checks: ['pkce', 'state', 'nonce'],
        profile: (profile: { sub: string }) => ({ id: profile.sub }),
      },
    ],
    callbacks: {
      signIn: ({ account }) => {
        answer.idToken = account?.id_token ?? null;
        return '/sign-in';
      },
    },
  };
}

/** The message alone, without what looks like a token: what stands beside it may hold a code or a secret. */
function messageWithin(about: unknown): string {
  const cause = about instanceof Error ? about : (about as { error?: unknown } | null)?.error;
  const message = cause instanceof Error ? cause.message : 'the handshake failed';
  return message.replaceAll(/[\w-]{16,}\.[\w-]{16,}\.[\w-]*/g, '…').slice(0, 300);
}
