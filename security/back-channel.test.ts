import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as backChannel } from '@/app/api/auth/back-channel/[provider]/route';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { setUpSecondFactor } from '@/lib/access/test-second-factor';
import { finish, Jar, origin, start } from '@/lib/access/test-sign-on';
import { operatorViewer } from '@/lib/access/viewer';
import { addProvider } from '@/lib/commands/add-provider';
import { db } from '@/lib/db';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { useTestDatabase } from '@/lib/test-database';
import { freePort } from '@/lib/test-postgres';
import { type Fields, HostileProvider, makeKey, signToken } from '@/security/test-hostile-provider';

// OpenID Connect Back-Channel Logout 1.0: a provider ends the sessions that began through it, and nobody else does.
useTestDatabase();

let provider: HostileProvider;
let id = '';

beforeAll(async () => {
  provider = await HostileProvider.listen(await freePort(), { id: 'plumbline', secret: 's'.repeat(40) });
  allowTargets(provider.issuer);
  await setUpSecondFactor('ada@example.org');
  const groups = [{ group: 'ops', role: 'engineer' as const, reach: null }];
  const { issuer, client } = provider;
  const given = { name: 'Staff', issuer, clientId: client.id, clientSecret: client.secret, groups, enabled: true };
  ({ id } = await addProvider(operatorViewer('test', 'test'), given));
});
afterAll(() => provider.close());

async function signedIn(sid: string): Promise<Jar> {
  provider.malice = { claims: (right) => ({ ...right, sid }) };
  const jar = new Jar();
  await finish(jar, provider.authorise(await start(jar, { provider: id })));
  expect(await isIn(jar)).toBe(true);
  return jar;
}

const isIn = (jar: Jar) =>
  viewerOfRequest(new Headers({ cookie: jar.header })).then(
    () => true,
    () => false,
  );

const header = () => ({ alg: 'RS256', typ: 'logout+jwt', kid: provider.key.kid });
const claims = (): Fields => ({
  iss: provider.issuer,
  aud: provider.client.id,
  iat: Math.floor(Date.now() / 1000),
  jti: randomUUID(),
  sub: 'mallory',
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
});

function send(token: string, type = 'application/x-www-form-urlencoded'): Promise<Response> {
  const body = new URLSearchParams({ logout_token: token }).toString();
  const request = new Request(`${origin}/api/auth/back-channel/${id}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  return backChannel(request, { params: Promise.resolve({ provider: id }) });
}
const sign = (change: Fields = {}, head: Fields = {}, key = provider.key) =>
  signToken({ ...header(), ...head }, { ...claims(), ...change }, key.privateKey);

test('ends all sessions of somebody, or the one that it names, and leaves its event', async () => {
  const [first, second] = [await signedIn('one'), await signedIn('two')];
  expect((await send(sign({ sub: undefined, sid: 'one' }))).status).toBe(200);
  expect([await isIn(first), await isIn(second)]).toEqual([false, true]);
  const third = await signedIn('three');
  expect((await send(sign())).status).toBe(200);
  expect([await isIn(second), await isIn(third)]).toEqual([false, false]);
  const event = await db().auditEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(event).toMatchObject({
    action: 'sessions.ended',
    actor: 'Identity provider Staff',
    object: 'mallory@example.org',
  });
  expect(JSON.parse(event.after ?? '')).toMatchObject({ ended: 2 });
});

test('of somebody who is not known here ends nothing', async () => {
  const jar = await signedIn('four');
  expect((await send(sign({ sub: 'eve' }))).status).toBe(200);
  expect(await isIn(jar)).toBe(true);
});

test.each([
  ['an ID token', () => provider.last],
  ['a nonce', () => sign({ nonce: 'n' })],
  ['no event', () => sign({ events: {} })],
  ['the type of an ID token', () => sign({}, { typ: 'JWT' })],
  ['another issuer', () => sign({ iss: `${provider.issuer}/` })],
  ['another audience', () => sign({ aud: 'another' })],
  ['an audience of two', () => sign({ aud: [provider.client.id, 'another'] })],
  ['an old date', () => sign({ iat: Math.floor(Date.now() / 1000) - 3600 })],
  ['a date in the future', () => sign({ iat: Math.floor(Date.now() / 1000) + 62 })],
  ['an end 61 s ago', () => sign({ exp: Math.floor(Date.now() / 1000) - 61 })],
  ['nobody', () => sign({ sub: undefined })],
  ['the key of a stranger', () => sign({}, {}, makeKey(provider.key.kid))],
  ['alg none', () => `${sign({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`],
  ['no token at all', () => 'nothing'],
])('with %s is refused, and ends nothing', async (_name, token) => {
  const jar = await signedIn('five');
  expect((await send(token())).status).toBe(400);
  expect(await isIn(jar)).toBe(true);
});

test('takes a form only', async () => {
  expect((await send(sign(), 'application/json')).status).toBe(400);
});
