import type { Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { startProvider, testClient } from '@/lib/access/test-oidc-server';
import { setUpSecondFactor } from '@/lib/access/test-second-factor';
import { authorise, finish, Jar, origin, start } from '@/lib/access/test-sign-on';
import { operatorViewer } from '@/lib/access/viewer';
import { addProvider } from '@/lib/commands/add-provider';
import { db } from '@/lib/db';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { useTestDatabase } from '@/lib/test-database';
import { freePort } from '@/lib/test-postgres';
import { reportSuite } from '@/security/report-suite';
import { HostileProvider, makeKey, signToken } from '@/security/test-hostile-provider';
import { claimCases, type LyingCase, providerCases, signatureCases } from '@/security/test-oidc-cases';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const groups = [{ group: 'ops', role: 'engineer' as const, reach: null }];
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);
const tally = { refused: 0, cases: 0 };
let provider: HostileProvider;
let other: HostileProvider;
let ids: Record<'provider' | 'other', string>;

beforeAll(async () => {
  process.on('unhandledRejection', note);
  provider = await HostileProvider.listen(await freePort(), { id: 'plumbline', secret: 's'.repeat(40) });
  other = await HostileProvider.listen(await freePort(), { id: 'plumbline', secret: 't'.repeat(40) });
  allowTargets(provider.issuer, other.issuer);
  await setUpSecondFactor('break-glass@example.org');
  const add = async (name: string, { issuer, client }: HostileProvider) =>
    (
      await addProvider(operator, {
        name,
        issuer,
        clientId: client.id,
        clientSecret: client.secret,
        groups,
        enabled: true,
      })
    ).id;
  ids = { provider: await add('Hostile', provider), other: await add('Other', other) };
});
afterEach(() => {
  provider.malice = {};
  other.malice = {};
});
afterAll(() => {
  process.off('unhandledRejection', note);
  provider.close();
  other.close();
});

let client = 0;
/** An address of one's own, for refusals of one address are not all recorded. */
function nextClient(): string {
  client += 1;
  return `198.51.100.${client}`;
}

const counts = async () => ({ users: await db().userAccount.count(), sessions: await db().session.count() });

/** Does what should be refused: no session, no person, a plain answer, and the audit log says why. */
async function expectRefused(reason: RegExp, work: (from: string) => Promise<Jar>): Promise<void> {
  tally.cases += 1;
  const [before, from] = [await counts(), nextClient()];
  const jar = await work(from);
  expect(jar.names).not.toContain('plumbline');
  expect(await counts()).toEqual(before);
  const event = await db().auditEvent.findFirst({ where: { address: from }, orderBy: { id: 'desc' } });
  expect(event).toMatchObject({ outcome: 'refused' });
  expect(event?.reason).toMatch(reason);
  expect(unhandled).toEqual([]);
  tally.refused += 1;
}

/** The whole way through our own doors; the case begins once the browser is at the provider. */
async function come(from: string, change: (address: string, jar: Jar) => string = (address) => address): Promise<Jar> {
  const jar = new Jar();
  const { malice } = provider;
  provider.malice = {};
  const location = await start(jar, { provider: ids.provider });
  provider.malice = malice;
  const response = await finish(jar, change(provider.authorise(location), jar), from);
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/sign-in?refused=failed');
  return jar;
}

async function expectSignedIn(): Promise<Jar> {
  const jar = new Jar();
  const response = await finish(jar, provider.authorise(await start(jar, { provider: ids.provider })), nextClient());
  expect(response.headers.get('location')).toBe('/fleet');
  expect(jar.names).toEqual(['plumbline']);
  return jar;
}

describe('a provider turned hostile', () => {
  beforeEach(expectSignedIn);

  const lying: readonly LyingCase[] = [...signatureCases, ...claimCases, ...providerCases];
  test.each(lying)('is refused with %s', async (_name, malice, reason) => {
    provider.malice = malice;
    await expectRefused(reason, (from) => come(from));
  });

  test('is refused with the ID token of an earlier sign-in', async () => {
    const earlier = provider.last;
    provider.malice = { token: () => earlier };
    await expectRefused(/nonce/, (from) => come(from));
  });

  test('is refused with a key that went while somebody was signing in', async () => {
    const gone = provider.key;
    await expectRefused(/key|signature/, (from) =>
      come(from, (address) => {
        provider.key = makeKey();
        provider.malice = { token: (claims) => signToken({ alg: 'RS256', kid: gone.kid }, claims, gone.privateKey) };
        return address;
      }),
    );
    provider.malice = {};
    await expectSignedIn();
  });
});

describe('an answer', () => {
  const changed = (name: string, value: string | null) => (address: string) => {
    const url = new URL(address);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url.href;
  };
  test.each([
    ['with another state', changed('state', 'A'.repeat(43)), /state/],
    ['of another issuer', changed('iss', 'https://evil.example'), /iss/],
    ['that does not say its issuer', changed('iss', null), /issuer/],
    ['that is an error and has a code', changed('error', 'access_denied'), /access_denied/],
  ])('%s is refused', async (_name, change, reason) => {
    await expectRefused(reason, (from) => come(from, change));
  });

  test('with the state of another provider is refused', async () => {
    await expectRefused(/different provider|cookie/, (from) =>
      come(from, (address) => address.replace(ids.provider, ids.other)),
    );
  });

  test('with a code that was stolen from another browser is refused', async () => {
    const victim = provider.authorise(await start(new Jar(), { provider: ids.provider }));
    const code = new URL(victim).searchParams.get('code') ?? '';
    await expectRefused(/invalid_grant/, (from) => come(from, changed('code', code)));
  });
});

test('a code that comes again, in a browser that was kept as it was, begins no second session', async () => {
  const jar = new Jar();
  const address = provider.authorise(await start(jar, { provider: ids.provider }));
  const kept = jar.copy();
  expect((await finish(jar, address)).headers.get('location')).toBe('/fleet');
  await expectRefused(/twice/, async (from) => {
    expect((await finish(kept, address, from)).headers.get('location')).toBe('/sign-in?refused=replayed');
    return kept;
  });
});

test('the address of somebody at another provider makes another person', async () => {
  tally.cases += 1;
  other.malice = { claims: (right) => ({ ...right, email_verified: true }) };
  const jar = new Jar();
  await finish(jar, other.authorise(await start(jar, { provider: ids.other })), nextClient());
  const people = await db().userAccount.findMany({ where: { email: 'mallory@example.org' } });
  expect(people.map(({ issuer }) => issuer).sort()).toEqual([provider.issuer, other.issuer].sort());
  const [before, from] = [await counts(), nextClient()];
  other.malice = { claims: (right) => ({ ...right, groups: ['nothing'] }) };
  await finish(new Jar(), other.authorise(await start(new Jar(), { provider: ids.other })), from);
  expect(await counts()).toEqual(before);
  tally.refused += 1;
});

test('a session is as proven as the provider says, and the provider is asked to prove it anew', async () => {
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  provider.malice = { claims: (right) => ({ ...right, auth_time: hourAgo }) };
  const jar = await expectSignedIn();
  const viewer = await viewerOfRequest(new Headers({ cookie: jar.header }));
  expect(viewer.authenticatedAt).toEqual(new Date(hourAgo * 1000));
  // One that does not tell proves nothing of now.
  provider.malice = {};
  const untold = await viewerOfRequest(new Headers({ cookie: (await expectSignedIn()).header }));
  expect(untold.authenticatedAt?.getTime()).toBeLessThan(Date.now() - 300_000);
  provider.malice = { claims: (right) => ({ ...right, auth_time: Math.floor(Date.now() / 1000) }) };
  const asked = new URL(await start(jar, { provider: ids.provider, again: true, next: '/sign-in/again' }));
  expect(asked.searchParams.get('prompt')).toBe('login');
  expect(asked.searchParams.get('max_age')).toBe('0');
  const response = await finish(jar, provider.authorise(asked.href), nextClient());
  expect(response.headers.get('location')).toBe('/sign-in/again');
  const proven = (await viewerOfRequest(new Headers({ cookie: jar.header }))).authenticatedAt?.getTime() ?? 0;
  expect(proven).toBeGreaterThan(Date.now() - 60_000);
});

test('nobody was asked for userinfo, which is not signed', () => {
  expect(provider.userinfos + other.userinfos).toBe(0);
});

describe('a provider that is not ours', () => {
  const people = { alice: ['ops'] };
  const redirects: string[] = [];
  let server: Server | null = null;
  afterAll(() => void server?.close());

  test('signs people in, and again at once after it has changed its keys', async () => {
    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    allowTargets(issuer);
    const { id } = await addProvider(operator, {
      name: 'Real',
      issuer,
      clientId: testClient.id,
      clientSecret: testClient.secret,
      groups,
      enabled: true,
    });
    redirects.push(`${origin}/api/auth/callback/${id}`);
    const keys = [makeKey('first'), makeKey('second')].map(({ kid, privateKey }) => ({
      keys: [{ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }],
    }));
    const times: number[] = [];
    for (const jwks of keys) {
      server?.closeAllConnections();
      await new Promise((closed) => (server ? server.close(closed) : closed(null)));
      server = await startProvider(port, people, { redirects, jwks });
      const began = Date.now();
      const jar = new Jar();
      await finish(jar, await authorise(await start(jar, { provider: id }), 'alice'));
      expect(jar.names).toEqual(['plumbline']);
      times.push(Date.now() - began);
    }
    expect(times.at(-1)).toBeLessThan(60_000);
    expect(unhandled).toEqual([]);
    reportSuite({
      suite: 'oidc',
      pass: tally.refused === 45 && tally.cases === 45,
      measured: {
        refused: tally.refused,
        cases: tally.cases,
        unhandled: unhandled.length,
        signedInAfterRotationMs: times.at(-1) ?? 0,
      },
      target: { refused: 45, cases: 45, unhandled: 0, signedInAfterRotationMs: 60_000 },
      seed: null,
    });
    expect(tally).toEqual({ refused: 45, cases: 45 });
  });
});
