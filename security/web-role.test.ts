import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { makeFirstLink } from '@/lib/access/first-link';
import { recordRefusal } from '@/lib/access/refusal';
import { type Viewer, viewerOfSession, viewerOfToken } from '@/lib/access/viewer';
import { addSource } from '@/lib/commands/add-source';
import { askCollection } from '@/lib/commands/ask-collection';
import { askSample } from '@/lib/commands/ask-sample';
import { askSourceTest } from '@/lib/commands/ask-source-test';
import { changePassword } from '@/lib/commands/change-password';
import { changeRole } from '@/lib/commands/change-role';
import { createFirstAdministrator } from '@/lib/commands/create-first-administrator';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { endSessionsOfUser } from '@/lib/commands/end-sessions-of-user';
import { removeSource } from '@/lib/commands/remove-source';
import { revokeToken } from '@/lib/commands/revoke-token';
import { signIn } from '@/lib/commands/sign-in';
import { signOut } from '@/lib/commands/sign-out';
import { takeDelivery } from '@/lib/commands/take-delivery';
import { AppError } from '@/lib/errors';
import { HostFilter } from '@/lib/queries/host-filter';
import { isReady } from '@/lib/queries/is-ready';
import { listHosts } from '@/lib/queries/list-hosts';
import { useTestDatabase } from '@/lib/test-database';
import { webOf } from '@/lib/test-postgres';

// The web process has the rights that it needs: all of it runs under its role here, with no owner behind it.
useTestDatabase();

const browser = { address: '192.0.2.1', requestId: 'req_test', userAgent: 'test', broughtAlong: null };
const password = 'correct horse battery';
let admin: Viewer;

beforeAll(async () => {
  process.env.DATABASE_URL = webOf(process.env.DATABASE_URL ?? '');
  const token = (await makeFirstLink())?.split('token=')[1] ?? '';
  const session = await createFirstAdministrator(browser, { token, email: 'a@example.org', password });
  admin = await viewerOfSession(session, browser);
});

test('is ready, and records whom it refused', async () => {
  expect(await isReady()).toBe(true);
  await recordRefusal(admin, 'a door', new AppError('forbidden', 'No'));
});

test('signs in, wrongly and rightly, and out; passwords and roles change', async () => {
  const { id } = await createUser(admin, {
    email: 'b@example.org',
    role: 'viewer',
    password,
    facilities: ['Riverside'],
  });
  const soon = new Date(Date.now() + 5000);
  expect(await signIn(browser, { email: 'b@example.org', password: 'wrong', code: null }, soon)).toMatchObject({
    ok: false,
  });
  const answer = await signIn(browser, { email: 'b@example.org', password, code: null }, soon);
  if (!answer.ok) throw new Error('not signed in');
  const viewer = await viewerOfSession(answer.session, browser, { at: soon });
  expect(viewer.reach).toMatchObject([{ facility: 'Riverside', environment: null, team: null }]);
  await changePassword(viewer, { current: password, next: 'another horse battery' });
  await signOut(viewer);
  await changeRole(admin, { id, role: 'engineer' });
  await endSessionsOfUser(admin, { id });
});

test('takes in pushed runs', async () => {
  const made = await createToken(admin, { name: 'ci', role: 'ingest' });
  const ci = await viewerOfToken(made.secret, browser);
  const startedAt = new Date().toISOString();
  const good = { tool: 'ansible', host: { name: 'web-1' }, mode: 'enforce', startedAt, finishedAt: startedAt, ok: 1 };
  const failed = {
    ...good,
    host: { name: 'web-2' },
    failed: 1,
    events: [{ task: 'Install', action: 'apt', status: 'failed' }],
  };
  const body = gzipSync(JSON.stringify({ version: 1, deliveryId: 'd', reports: [good, failed, { tool: 1 }] }));
  expect(await takeDelivery(ci, { key: 'k', encoding: 'gzip', body }, new Date())).toMatchObject({
    runs: 2,
    unreadable: 1,
  });
  const { rows } = await listHosts(admin, HostFilter.parse({}));
  expect(rows.map(({ name }) => name)).toEqual(['web-1', 'web-2']);
  await revokeToken(admin, { id: made.id });
});

test('adds, tries, asks for and removes a source, and asks for the sample', async () => {
  const config = { url: 'https://git.example.org/net.git' };
  await askSourceTest(admin, { provider: 'git', config });
  const { id } = await addSource(admin, { name: 'code', provider: 'git', config });
  await askCollection(admin, { id });
  await removeSource(admin, { id });
  await askSample(admin, { wish: 'load' });
});
