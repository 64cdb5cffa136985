import { beforeAll, expect, test } from 'vitest';
import { operatorViewer, type Viewer, viewerOfSession } from '@/lib/access/viewer';
import { changeRole } from '@/lib/commands/change-role';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { disableUser } from '@/lib/commands/disable-user';
import { endSessionsOfUser } from '@/lib/commands/end-sessions-of-user';
import { revokeToken } from '@/lib/commands/revoke-token';
import { signIn } from '@/lib/commands/sign-in';
import { db } from '@/lib/db';
import { getAccount } from '@/lib/queries/get-account';
import { listSessions, SessionFilter } from '@/lib/queries/list-sessions';
import { listTokens, TokenFilter } from '@/lib/queries/list-tokens';
import { listUsers, UserFilter } from '@/lib/queries/list-users';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const password = 'correct horse battery';
const context = { address: '10.0.0.1', requestId: 'x', userAgent: 'Firefox', broughtAlong: null };
let officer: Viewer;
let eve: Viewer;
let eveId: string;
let between: string;

beforeAll(async () => {
  officer = await viewerFor('security-officer');
  eveId = (await createUser(operator, { email: 'eve@example.org', name: 'Eve', role: 'viewer', password })).id;
  await createUser(operator, { email: 'adam@example.org', role: 'administrator', password });
  const [clock] = await db().$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() + interval '5 ms' AS now`;
  between = clock?.now.toISOString() ?? '';
  await db().$executeRaw`SELECT pg_sleep(0.02)`;
  await changeRole(operator, { id: eveId, role: 'engineer' });
  const answer = await signIn(context, { email: 'eve@example.org', password, code: null });
  eve = await viewerOfSession(answer.ok ? answer.session : '', context);
});

test('users are listed with their role, sign-in and open sessions, never with a hash', async () => {
  const { rows } = await listUsers(officer, UserFilter.parse({}));
  expect(rows.map(({ email, role, sessions }) => [email, role, sessions])).toEqual([
    ['adam@example.org', 'administrator', 0],
    ['eve@example.org', 'engineer', 1],
  ]);
  expect(JSON.stringify(rows)).not.toContain('scrypt');
  const page = await listUsers(officer, UserFilter.parse({ limit: 1 }));
  const next = await listUsers(officer, UserFilter.parse({ limit: 1, cursor: page.next ?? undefined }));
  expect(next.rows.map(({ email }) => email)).toEqual(['eve@example.org']);
  expect((await listUsers(officer, UserFilter.parse({ q: 'EVE' }))).rows).toHaveLength(1);
});

test('as of an earlier date roles are as they were', async () => {
  const { rows } = await listUsers(officer, UserFilter.parse({ asOf: between }));
  expect(rows.map(({ role }) => role)).toEqual(['administrator', 'viewer']);
  expect((await listUsers(officer, UserFilter.parse({ asOf: '2020-01-01T00:00:00Z' }))).rows).toEqual([]);
});

test('sessions are one’s own, or everybody’s with users:read', async () => {
  const own = await listSessions(eve, SessionFilter.parse({}));
  expect(own.rows).toMatchObject([
    { email: 'eve@example.org', current: true, address: '10.0.0.1', userAgent: 'Firefox' },
  ]);
  expect((await listSessions(officer, SessionFilter.parse({}))).rows).toEqual([]);
  expect((await listSessions(officer, SessionFilter.parse({ whose: 'all' }))).rows).toHaveLength(1);
  await expect(listSessions(eve, SessionFilter.parse({ whose: 'all' }))).rejects.toMatchObject({ code: 'forbidden' });
  expect((await listSessions(officer, SessionFilter.parse({ whose: 'all', asOf: between }))).rows).toEqual([]);
});

test('an account is a person’s', async () => {
  expect(await getAccount(eve)).toEqual({ email: 'eve@example.org', name: 'Eve', local: true, secondFactor: false });
  await expect(getAccount(officer)).rejects.toMatchObject({ code: 'not-found' });
});

test('tokens are listed by how they end, and as they were', async () => {
  const { id, secret } = await createToken(operator, { name: 'ci', role: 'ingest', days: 7 });
  const before = new Date();
  await db().$executeRaw`SELECT pg_sleep(0.02)`;
  await revokeToken(operator, { id });
  const [row] = (await listTokens(officer, TokenFilter.parse({ q: 'ci' }))).rows;
  expect(row).toMatchObject({
    name: 'ci',
    role: 'ingest',
    status: 'revoked',
    hint: secret.slice(-6),
    createdBy: 'test',
  });
  const [then] = (await listTokens(officer, TokenFilter.parse({ q: 'ci', asOf: before.toISOString() }))).rows;
  expect(then).toMatchObject({ status: 'valid', revokedAt: null });
});

test('who may not see users and tokens sees none', async () => {
  const viewer = await viewerFor('engineer');
  await expect(listUsers(viewer, UserFilter.parse({}))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listTokens(viewer, TokenFilter.parse({}))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(createToken(viewer, { name: 'x', role: 'administrator' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(endSessionsOfUser(viewer, { id: eveId })).rejects.toMatchObject({ code: 'forbidden' });
});

test('an administrator ends all sessions of a user', async () => {
  expect(await endSessionsOfUser(operator, { id: eveId })).toEqual({ ended: 1 });
  await disableUser(operator, { id: eveId, disabled: true, reason: 'left' });
  const { rows } = await listUsers(officer, UserFilter.parse({ q: 'eve' }));
  expect(rows[0]?.disabledAt).not.toBeNull();
});
