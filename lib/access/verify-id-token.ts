import { z } from 'zod';
import type { Provider } from '@/lib/access/provider';

/** Clocks may differ by so much. */
const toleranceSeconds = 60;
/** A token that answers a sign-in was made a moment ago. */
const oldestSeconds = 600;

const Header = z.looseObject({ alg: z.literal('RS256'), typ: z.string().optional() });
const seconds = z.number().int();
const Token = z.looseObject({
  iss: z.string(),
  sub: z.string().regex(/^[\x20-\x7e]{1,255}$/),
  aud: z.string(),
  azp: z.string().optional(),
  iat: seconds,
  exp: seconds,
  nbf: seconds.optional(),
  nonce: z.string().min(1),
  /** When the person proved to the provider who they are */
  auth_time: seconds.optional(),
});

/** What the identity provider said of a person, in a verified ID token. */
export type Claims = z.output<typeof Token>;

/**
 * Looks again at an ID token whose signature was verified: what the handshake lets pass and we do not. Answers the claims,
 * or why it is refused.
 */
export function verifyIdToken(
  jwt: string,
  provider: Pick<Provider, 'issuer' | 'clientId'>,
  now: Date,
): { claims: Claims; problem: null } | { claims: null; problem: string } {
  const [head = '', body = ''] = jwt.split('.');
  const header = Header.safeParse(readPart(head));
  const token = Token.safeParse(readPart(body));
  const problem = !header.success
    ? 'the header of the ID token is not that of one signed with RS256'
    : !token.success
      ? `the claim ${token.error.issues[0]?.path.join('.')} of the ID token is missing or of another form`
      : (headerProblem(header.data) ?? claimProblem(token.data, provider, now.getTime() / 1000));
  return problem === null && token.success
    ? { claims: token.data, problem: null }
    : { claims: null, problem: problem ?? '' };
}

/** Keys come from the provider's own address, whatever a token points to; logout and access tokens are no ID tokens. */
function headerProblem(header: z.output<typeof Header>): string | null {
  const pointer = ['jku', 'x5u', 'jwk', 'crit'].find((name) => name in header);
  if (pointer !== undefined) return `the ID token brings its own ${pointer}`;
  return header.typ === undefined || header.typ.toUpperCase() === 'JWT' ? null : 'it is a token of another type';
}

function claimProblem(token: Claims, provider: Pick<Provider, 'issuer' | 'clientId'>, now: number): string | null {
  if (token.iss !== provider.issuer) return 'the ID token is of another issuer';
  if (token.aud !== provider.clientId) return 'the ID token is for another client';
  if (token.azp !== undefined && token.azp !== provider.clientId) return 'the ID token was asked for by another client';
  if ('events' in token) return 'it is a logout token';
  if (token.exp <= now - toleranceSeconds) return 'the ID token has expired';
  if (token.iat > now + toleranceSeconds) return 'the ID token was made in the future';
  if (token.iat < now - oldestSeconds) return 'the ID token was made long ago';
  if (token.nbf !== undefined && token.nbf > now + toleranceSeconds) return 'the ID token does not hold yet';
  return null;
}

function readPart(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
