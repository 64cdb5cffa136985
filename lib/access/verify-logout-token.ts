import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { Provider } from '@/lib/access/provider';
import { readProviderJson, readProviderMetadata } from '@/lib/access/provider-metadata';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const toleranceSeconds = 60;
const oldestSeconds = 600;

const Header = z.looseObject({ alg: z.literal('RS256'), typ: z.literal('logout+jwt'), kid: z.string().optional() });
const Token = z
  .looseObject({
    iss: z.string(),
    aud: z.union([z.string(), z.array(z.string()).length(1)]),
    iat: z.number(),
    exp: z.number().optional(),
    jti: z.string().min(1),
    events: z.looseObject({ [event]: z.looseObject({}) }),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, { path: ['sub'] });
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });

/** Whom a provider signed out: somebody, a session of theirs, or both. */
export interface SignedOut {
  subject: string | null;
  sid: string | null;
}

/**
 * Verifies a logout token (OpenID Connect Back-Channel Logout 1.0): signed by the provider now, for us, of the type
 * `logout+jwt`, with its event and without a nonce, so that no ID token passes for one. Null for anything else.
 */
export async function verifyLogoutToken(jwt: string, provider: Provider, now: Date): Promise<SignedOut | null> {
  const [head = '', body = '', signature = '', ...more] = jwt.split('.');
  const header = Header.safeParse(readPart(head));
  const token = Token.safeParse(readPart(body));
  if (!header.success || !token.success || more.length > 0) return null;
  const { iss, aud, iat, exp, sub, sid } = token.data;
  const seconds = now.getTime() / 1000;
  const timely = iat <= seconds + toleranceSeconds && iat >= seconds - oldestSeconds;
  if (iss !== provider.issuer || String(aud) !== provider.clientId || !timely) return null;
  if (exp !== undefined && exp <= seconds - toleranceSeconds) return null;
  const { jwks_uri: address } = await readProviderMetadata(provider.issuer);
  const keys = KeySet.parse(await readProviderJson(address)).keys.filter(
    ({ kty, kid }) => kty === 'RSA' && (header.data.kid === undefined || kid === header.data.kid),
  );
  const signed = keys.some((key) =>
    verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      createPublicKey({ key: key as JsonWebKey, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    ),
  );
  return signed ? { subject: sub ?? null, sid: sid ?? null } : null;
}

function readPart(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
