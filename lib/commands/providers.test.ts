import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProvider, signInProviders } from '@/lib/access/find-provider';
import { setUpSecondFactor } from '@/lib/access/test-second-factor';
import { operatorViewer } from '@/lib/access/viewer';
import { addProvider } from '@/lib/commands/add-provider';
import { changeProvider } from '@/lib/commands/change-provider';
import { removeProvider } from '@/lib/commands/remove-provider';
import { testProvider } from '@/lib/commands/test-provider';
import { db } from '@/lib/db';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { listProviders } from '@/lib/queries/list-providers';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const riverside = { facility: 'Riverside', environment: null, team: null };
const fields = {
  name: 'Staff',
  clientId: 'plumbline',
  scopes: 'openid email',
  groupsClaim: 'roles',
  groups: [{ group: 'ops', role: 'engineer' as const, reach: [riverside] }],
  enabled: true,
};
const canary = 'canary-client-secret-7f3a';
const issuer = 'https://id.example.org/realms/staff';
let id = '';

beforeAll(async () => {
  await setUpSecondFactor('ada@example.org');
});

test('a provider is added, and its secret is sealed and told to nobody', async () => {
  ({ id } = await addProvider(operator, { ...fields, issuer, clientSecret: canary }));
  const { enabled: _, ...kept } = fields;
  expect(await findProvider(id)).toMatchObject({ ...kept, issuer, clientSecret: canary, givesReach: true });
  const [dump] = await db().$queryRaw<{ text: string }[]>`SELECT (SELECT string_agg(p::text, ' ') FROM provider p)
    || (SELECT string_agg(e::text, ' ') FROM audit_event e) AS text`;
  expect(dump?.text).toContain(issuer);
  expect(dump?.text).not.toContain(canary);
  const list = await listProviders(await viewerFor('auditor'), { limit: 50 });
  expect(list.rows).toMatchObject([{ id, issuer, fixed: false, people: 0, groups: fields.groups }]);
  expect(JSON.stringify(list)).not.toMatch(/canary|v1\./);
  expect(await signInProviders()).toEqual([{ id, name: 'Staff' }]);
});

test('the list meets each provider once, page by page, and shows none that came later', async () => {
  const more = ['b', 'c'].map((name) => ({
    ...fields,
    name,
    issuer: `https://${name}.example.org`,
    clientSecret: 'x',
  }));
  const ids = [];
  for (const given of more) ids.push((await addProvider(operator, given)).id);
  const seen = [];
  let cursor: string | undefined;
  do {
    const page = await listProviders(operator, { limit: 1, ...(cursor ? { cursor } : {}) });
    seen.push(...page.rows.map((row) => row.id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen.toSorted()).toEqual([id, ...ids].toSorted());
  const { rows } = await listProviders(operator, { limit: 50, asOf: new Date(Date.now() - 3_600_000) });
  expect(rows).toEqual([]);
  for (const one of ids) await removeProvider(operator, { id: one });
});

test('a sealed secret that is moved to another provider does not open', async () => {
  const other = await addProvider(operator, { ...fields, issuer: 'https://b.example.org', clientSecret: 'other' });
  await db()
    .$executeRaw`UPDATE provider SET client_secret = (SELECT client_secret FROM provider WHERE id = ${id}) WHERE id = ${other.id}`;
  await expect(findProvider(other.id)).rejects.toMatchObject({ code: 'unavailable' });
  await removeProvider(operator, { id: other.id });
});

test('an issuer has one provider, also beside that of the environment', async () => {
  const again = { ...fields, clientSecret: 'x' };
  await expect(addProvider(operator, { ...again, issuer })).rejects.toMatchObject({ code: 'conflict' });
  process.env.AUTH_OIDC_ISSUER = 'https://fixed.example.org';
  try {
    await expect(addProvider(operator, { ...again, issuer: 'https://fixed.example.org' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const { rows } = await listProviders(operator, { limit: 50 });
    expect(rows.map((row) => row.fixed)).toEqual([true, false]);
  } finally {
    delete process.env.AUTH_OIDC_ISSUER;
  }
});

test('a change says what changed, keeps the secret that was not given, and disabling ends the sessions', async () => {
  const { userId } = await db().roleGrant.findFirstOrThrow();
  await db()
    .$executeRaw`WITH s AS (INSERT INTO session (id_hash, secret_hash, user_id, created_at, last_active_at, authenticated_at)
    VALUES ('\\x01', '\\x01', ${userId}, now(), now(), now()) RETURNING id_hash) INSERT INTO provider_session SELECT id_hash, ${id}, NULL FROM s`;
  await changeProvider(operator, { ...fields, id, groups: JSON.stringify([]), enabled: 'true' });
  expect(await findProvider(id)).toMatchObject({ clientSecret: canary, groups: [] });
  expect(await db().session.count({ where: { endedAt: null } })).toBe(1);
  await changeProvider(operator, { ...fields, id, groups: [], clientSecret: 'another', enabled: false });
  expect(await db().session.count({ where: { endedAt: null } })).toBe(0);
  expect(await findProvider(id)).toBeNull();
  const event = await db().auditEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(JSON.parse(event.after ?? '')).toEqual({ enabled: false, clientSecret: 'replaced', sessionsEnded: 1 });
  expect(JSON.parse(event.before ?? '')).toEqual({ enabled: true });
});

test('nobody without the permission reads or changes anything, and nobody gives what they do not reach', async () => {
  const officer = await viewerFor('security-officer');
  const none = { ...fields, issuer: 'https://c.example.org', clientSecret: 'x' };
  const before = await db().provider.count();
  await expect(addProvider(officer, none)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(changeProvider(officer, { ...fields, id })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(removeProvider(officer, { id })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(testProvider(officer, { issuer })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listProviders(await viewerFor('manager'), { limit: 50 })).rejects.toMatchObject({ code: 'forbidden' });
  const near = await viewerFor('administrator', ['Northgate']);
  await expect(addProvider(near, none)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await db().provider.count()).toBe(before);
});

test.each([
  ['name', { name: ' ' }],
  ['scopes', { scopes: 'email' }],
  ['issuer', { issuer: 'id.example.org' }],
  ['issuer', { issuer: 'https://id.example.org/?x=1' }],
  ['groups', { groups: '{"group":"ops"}' }],
  ['groups', { groups: 'ops=engineer' }],
  ['groups', { groups: [{ group: 'ops', role: 'root', reach: null }] }],
])('a provider whose %s is wrong is not added', async (field, wrong) => {
  const given = { ...fields, issuer: 'https://d.example.org', clientSecret: 'x', ...wrong };
  await expect(addProvider(operator, given as never)).rejects.toMatchObject({
    code: 'invalid',
    detail: { field: expect.stringContaining(field) },
  });
});

describe('a test', () => {
  let server: Server;
  let at = '';
  let metadata: Record<string, unknown> = {};
  beforeAll(async () => {
    server = createServer((request, response) =>
      response.end(JSON.stringify(request.url === '/jwks' ? { keys: [{ kty: 'RSA', use: 'sig' }] } : metadata)),
    );
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    allowTargets(at);
  });
  afterAll(() => void server.close());
  const right = () => ({
    issuer: at,
    authorization_endpoint: `${at}/authorise`,
    token_endpoint: `${at}/token`,
    jwks_uri: `${at}/jwks`,
  });

  test('says that a provider is what a sign-in needs, and leaves its event', async () => {
    metadata = right();
    expect(await testProvider(operator, { issuer: at })).toMatchObject({ ok: true, signingKeys: 1 });
    expect(await db().auditEvent.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
      action: 'provider.tested',
      object: at,
    });
  });

  test.each([
    ['another issuer', () => ({ issuer: `${at}/` }), /another issuer/],
    ['no keys', () => ({ jwks_uri: undefined }), /jwks_uri/],
    ['no code flow', () => ({ response_types_supported: ['id_token'] }), /authorisation-code/],
    ['no RS256', () => ({ id_token_signing_alg_values_supported: ['HS256'] }), /RS256/],
    ['plain PKCE only', () => ({ code_challenge_methods_supported: ['plain'] }), /S256/],
    [
      'keys of its clients only',
      () => ({ token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
      /client secret/,
    ],
    ['keys inside', () => ({ jwks_uri: 'http://169.254.169.254/latest' }), /https/],
  ])('of a provider with %s says so', async (_case, wrong, problem) => {
    metadata = { ...right(), ...wrong() };
    expect(await testProvider(operator, { issuer: at })).toMatchObject({
      ok: false,
      problem: expect.stringMatching(problem),
    });
  });

  test('of an address that is not public connects to nobody', async () => {
    const answer = await testProvider(operator, { issuer: 'https://127.0.0.1:9' });
    expect(answer).toMatchObject({ ok: false, problem: expect.stringContaining('not public') });
  });
});
