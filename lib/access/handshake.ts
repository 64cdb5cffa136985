import { findProvider } from '@/lib/access/find-provider';
import { handshakeStep } from '@/lib/access/handshake-step';
import type { Provider } from '@/lib/access/provider';
import { type ProviderMetadata, readProviderMetadata } from '@/lib/access/provider-metadata';
import { type Claims, verifyIdToken } from '@/lib/access/verify-id-token';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';

/** How a handshake ended: with verified claims, or with the reason why not, for administrators. */
export type HandshakeEnd = {
  /** Where the sign-in was to lead */
  next: string | null;
  /** Set-Cookie lines that clear what the handshake left in the browser */
  cookies: string[];
} & (
  | { claims: Claims; provider: Provider; state: string; problem: null }
  | { claims: null; provider: Provider | null; problem: string }
);

/**
 * Begins the authorisation-code flow: the address of the identity provider and the cookies (PKCE, state, nonce) that must
 * come back with the answer. `again` asks the provider to let the person prove anew who they are. AppError `not-found` for a provider that is not enabled, `unavailable` for one that is away.
 */
export async function beginHandshake(
  id: string,
  next: string,
  { again = false }: { again?: boolean } = {},
): Promise<{ location: string; cookies: string[] }> {
  const provider = await findProvider(id);
  if (provider === null) throw new AppError('not-found', 'There is no such single sign-on');
  const metadata = await readOrLog(provider);
  const csrf = await handshakeStep(provider, metadata, { method: 'GET', path: ['csrf'], cookies: {} });
  const body = { csrfToken: csrf.body.csrfToken ?? '', callbackUrl: next, json: 'true' };
  const path: ['signin', string] = ['signin', provider.id];
  const cookies = readSetCookies(csrf.cookies);
  const query: Record<string, string> = again ? { prompt: 'login', max_age: '0' } : {};
  const answer = await handshakeStep(provider, metadata, { method: 'POST', path, cookies, query, body });
  const location = answer.body.url ?? '';
  if (!URL.canParse(location) || new URL(location).origin !== new URL(metadata.authorization_endpoint).origin)
    throw new AppError('unavailable', 'The single sign-on could not be begun');
  return { location, cookies: [...csrf.cookies, ...answer.cookies] };
}

/** Ends the flow with the request by which the provider sent the browser back. */
export async function endHandshake(id: string, request: Request, now = new Date()): Promise<HandshakeEnd> {
  const cookies = readCookies(request.headers);
  const names = Object.keys(cookies).filter((name) => name.includes('next-auth.'));
  const next = Object.entries(cookies).find(([name]) => name.endsWith('next-auth.callback-url'))?.[1] ?? null;
  const left = { next, cookies: names.map(clearing) };
  const provider = await findProvider(id);
  if (provider === null) return { ...left, claims: null, provider, problem: 'there is no such single sign-on' };
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const found = await idTokenOf(provider, cookies, query);
  const verified =
    found.idToken === null ? { claims: null, problem: found.problem } : verifyIdToken(found.idToken, provider, now);
  if (verified.claims === null) {
    log.warn({ provider: provider.id, problem: verified.problem }, 'single sign-on');
    return { ...left, claims: null, provider, problem: verified.problem };
  }
  return { ...left, claims: verified.claims, provider, state: query.state ?? '', problem: null };
}

/** The ID token that the code was exchanged for, its signature, nonce and state verified. */
async function idTokenOf(
  provider: Provider,
  cookies: Record<string, string>,
  query: Record<string, string>,
): Promise<{ idToken: string; problem: null } | { idToken: null; problem: string }> {
  try {
    const metadata = await readOrLog(provider);
    if (metadata.authorization_response_iss_parameter_supported && query.iss === undefined)
      return { idToken: null, problem: 'the answer does not say of which issuer it is' };
    const step = { method: 'GET', path: ['callback', provider.id], cookies, query } as const;
    const { idToken, problem } = await handshakeStep(provider, metadata, step);
    return idToken === null
      ? { idToken, problem: problem ?? 'the provider gave no ID token' }
      : { idToken, problem: null };
  } catch (error) {
    if (error instanceof AppError) return { idToken: null, problem: error.message };
    throw error;
  }
}

/** Who signs in learns that the provider is away; what exactly is wrong stands in the log. */
async function readOrLog(provider: Provider): Promise<ProviderMetadata> {
  try {
    return await readProviderMetadata(provider.issuer);
  } catch (error) {
    if (error instanceof AppError) log.warn({ provider: provider.id, problem: error.message }, 'single sign-on');
    throw error instanceof AppError
      ? new AppError(
          'unavailable',
          'The identity provider cannot be reached, or is not what it is said to be',
          {},
          { cause: error },
        )
      : error;
  }
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
