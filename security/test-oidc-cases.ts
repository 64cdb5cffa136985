import type { ServerResponse } from 'node:http';
import {
  codeToken,
  type Fields,
  type HostileProvider,
  type Malice,
  makeKey,
  signToken,
} from '@/security/test-hostile-provider';

/** A provider that lies in its metadata, its keys or its token; and what the audit log says of the refusal. */
export type LyingCase = readonly [name: string, malice: Malice, reason: RegExp];

const stranger = makeKey();
const jwkOf = (key = stranger) => ({ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid });
const without = (name: string) => (right: Fields) =>
  Object.fromEntries(Object.entries(right).filter(([key]) => key !== name));
const withClaims = (change: (right: Fields) => Fields): Malice => ({
  claims: (right) => ({ ...right, ...change(right) }),
});
const withHeader = (header: Fields): Malice => ({ header: (right) => ({ ...right, ...header }) });
const now = () => Math.floor(Date.now() / 1000);
const raw = (status: number, body: string) => (response: ServerResponse) => void response.writeHead(status).end(body);
const header = { alg: 'RS256', typ: 'JWT' };
const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };

/** The body is another than the one that was signed. */
function tampered(claims: Fields, provider: HostileProvider): string {
  const [head, , signature] = signToken({ ...header, kid: provider.key.kid }, claims, provider.key.privateKey).split(
    '.',
  );
  const body = Buffer.from(JSON.stringify({ ...claims, groups: ['security'] })).toString('base64url');
  return `${head}.${body}.${signature}`;
}

export const signatureCases: readonly LyingCase[] = [
  ['alg none', { token: (claims) => `${codeToken({ alg: 'none' }, claims, '').replace(/[^.]*$/, '')}` }, /alg/],
  [
    'HS256 with the client secret',
    { token: (claims, { client }) => codeToken({ alg: 'HS256' }, claims, client.secret) },
    /alg/,
  ],
  [
    'HS256 with the public key',
    {
      token: (claims, { key }) =>
        codeToken(
          { alg: 'HS256', kid: key.kid },
          claims,
          key.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        ),
    },
    /alg/,
  ],
  ['another algorithm', withHeader({ alg: 'RS512' }), /alg/],
  ['the key of a stranger under the right name', { key: stranger }, /signature/],
  ['a key that is not in the set', { ...withHeader({ kid: 'unknown' }), key: stranger }, /key|signature/],
  [
    'a jku to the keys of a stranger',
    { ...withHeader({ jku: 'https://evil.example/jwks', kid: stranger.kid }), key: stranger },
    /key|signature/,
  ],
  ['a jku beside the right signature', withHeader({ jku: 'https://evil.example/jwks' }), /its own jku/],
  ['an x5u beside the right signature', withHeader({ x5u: 'https://evil.example/cert' }), /its own x5u/],
  ['a key of its own in the header', { ...withHeader({ jwk: jwkOf() }), key: stranger }, /key|signature/],
  ['a body that was changed', { token: tampered }, /signature/],
];

export const claimCases: readonly LyingCase[] = [
  ['an issuer with a slash', withClaims(({ iss }) => ({ iss: `${iss}/` })), /iss/],
  ['an issuer in other case', withClaims(({ iss }) => ({ iss: String(iss).toUpperCase() })), /iss/],
  ['no issuer', { claims: without('iss') }, /iss/],
  ['another audience', withClaims(() => ({ aud: 'another-client' })), /aud/],
  ['an audience of two', withClaims(({ aud }) => ({ aud: [aud, 'another-client'], azp: aud })), /aud/],
  ['an audience in a list', withClaims(({ aud }) => ({ aud: [aud] })), /aud/],
  ['the azp of another', withClaims(() => ({ azp: 'another-client' })), /azp/],
  ['an end 61 s ago', withClaims(() => ({ exp: now() - 61, iat: now() - 120 })), /expired/],
  ['a beginning in 61 s', withClaims(() => ({ nbf: now() + 62 })), /not active|not hold/],
  ['made in 61 s', withClaims(() => ({ iat: now() + 62 })), /future/],
  ['made long ago', withClaims(() => ({ iat: now() - 3600 })), /long ago/],
  ['no end', { claims: without('exp') }, /exp/],
  ['no nonce', { claims: without('nonce') }, /nonce/],
  ['another nonce', withClaims(() => ({ nonce: 'A'.repeat(43) })), /nonce/],
  ['no subject', { claims: without('sub') }, /sub/],
  [
    'a logout token',
    { header: () => ({ ...header, typ: 'logout+jwt' }), claims: (right) => ({ ...without('nonce')(right), events }) },
    /nonce|key/,
  ],
  [
    'a logout token with a nonce',
    { ...withHeader({ typ: 'logout+jwt' }), ...withClaims(() => ({ events })) },
    /another type/,
  ],
  ['the events of a logout token', withClaims(() => ({ events })), /logout token/],
];

export const providerCases: readonly LyingCase[] = [
  [
    'keys of 5 MB',
    {
      answer: {
        '/jwks': (response, provider) =>
          void response
            .writeHead(200)
            .end(JSON.stringify({ keys: [provider.publicJwk()], filling: 'x'.repeat(5_000_000) })),
      },
    },
    /too long|aborted/,
  ],
  [
    'keys that never end',
    { answer: { '/jwks': (response) => void response.writeHead(200).write('{"keys":[') } },
    /too long|aborted|timed out/,
  ],
  ['keys that are no JSON', { answer: { '/jwks': raw(200, '<html>') } }, /JSON|token/],
  [
    'keys at an address inside',
    { metadata: (right) => ({ ...right, jwks_uri: 'http://127.0.0.1:9/jwks' }) },
    /only https is spoken/,
  ],
  ['userinfo and no ID token', { tokens: without('id_token') }, /id_token/],
  [
    'metadata of another issuer',
    { metadata: (right) => ({ ...right, issuer: 'https://evil.example' }) },
    /not what it is/,
  ],
];
