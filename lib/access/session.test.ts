import { beforeAll, describe, expect, test } from 'vitest';
import { beginSession } from '@/lib/access/begin-session';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { sessionCookie, sessionCookieName } from '@/lib/access/session-cookie';
import { operatorViewer, viewerOfSession } from '@/lib/access/viewer';
import { changeRole } from '@/lib/commands/change-role';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { disableUser } from '@/lib/commands/disable-user';
import { endSession } from '@/lib/commands/end-session';
import { revokeToken } from '@/lib/commands/revoke-token';
import { signOut } from '@/lib/commands/sign-out';
import { db } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const context = { address: '192.0.2.1', requestId: 'test' };
const minute = 60_000;
const users: Record<string, string> = {};

beforeAll(async () => {
  for (const role of ['administrator', 'engineer', 'viewer'] as const) {
    const { id } = await createUser(operator, {
      email: `${role}@example.org`,
      role,
      password: 'correct horse battery',
    });
    users[role] = id;
  }
});

/** A session of the user that began at `at`. */
function begin(role: string, at = new Date()): Promise<string> {
  const browser = { ...context, userAgent: 'test', broughtAlong: null };
  return db().$transaction((tx) => beginSession(tx, users[role] ?? '', browser, at));
}

const ended = { code: 'unauthenticated' };
const from = (start: Date, minutes: number) => new Date(start.getTime() + minutes * minute);

describe('a session', () => {
  test('counts while idle for 14:59 and not at 15:01', async () => {
    const start = new Date();
    const early = await begin('engineer', start);
    const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
    await expect(viewerOfSession(early, context, { at: at(14 * 60 + 59) })).resolves.toMatchObject({
      kind: 'person',
      name: 'engineer@example.org',
      role: 'engineer',
    });
    const late = await begin('engineer', start);
    await expect(viewerOfSession(late, context, { at: at(15 * 60 + 1) })).rejects.toMatchObject(ended);
  });

  test('is extended by a person and not by a page that polls', async () => {
    const start = new Date();
    const person = await begin('engineer', start);
    await viewerOfSession(person, context, { at: from(start, 14) });
    await expect(viewerOfSession(person, context, { at: from(start, 28) })).resolves.toBeTruthy();
    const polled = await begin('engineer', start);
    await viewerOfSession(polled, context, { at: from(start, 14), background: true });
    await expect(viewerOfSession(polled, context, { at: from(start, 16) })).rejects.toMatchObject(ended);
  });

  test('ends after 12 hours, however busy', async () => {
    const start = new Date();
    const busy = await begin('engineer', start);
    for (let at = 10; at < 12 * 60; at += 10) await viewerOfSession(busy, context, { at: from(start, at) });
    await expect(viewerOfSession(busy, context, { at: from(start, 12 * 60 - 1) })).resolves.toBeTruthy();
    await expect(viewerOfSession(busy, context, { at: from(start, 12 * 60 + 1) })).rejects.toMatchObject(ended);
  });

  test('is worth nothing after sign-out, though the cookie is replayed', async () => {
    const session = await begin('viewer');
    await signOut(await viewerOfSession(session, context));
    await expect(viewerOfSession(session, context)).rejects.toMatchObject(ended);
  });

  test('ends with its user, with a change of role and by an administrator', async () => {
    const disabled = await begin('viewer');
    await disableUser(operator, { id: users.viewer ?? '', disabled: true });
    await expect(viewerOfSession(disabled, context)).rejects.toMatchObject(ended);
    await disableUser(operator, { id: users.viewer ?? '', disabled: false });
    await expect(viewerOfSession(disabled, context)).rejects.toMatchObject(ended);
    const changed = await begin('viewer');
    await changeRole(operator, { id: users.viewer ?? '', role: 'engineer' });
    await expect(viewerOfSession(changed, context)).rejects.toMatchObject(ended);
    const again = await begin('viewer');
    const viewer = await viewerOfSession(again, context);
    expect(viewer.role).toBe('engineer');
    await endSession(operator, { id: viewer.session ?? '' });
    await expect(viewerOfSession(again, context)).rejects.toMatchObject(ended);
  });

  test('of another person cannot be ended without users:write', async () => {
    const mine = await viewerOfSession(await begin('engineer'), context);
    const theirs = await viewerOfSession(await begin('administrator'), context);
    await expect(endSession(mine, { id: theirs.session ?? '' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(endSession(mine, { id: mine.session ?? '' })).resolves.toBeUndefined();
  });

  test('that a browser brings along ends when another begins', async () => {
    const planted = await begin('engineer');
    const browser = { ...context, userAgent: null, broughtAlong: planted };
    await db().$transaction((tx) => beginSession(tx, users.engineer ?? '', browser, new Date()));
    await expect(viewerOfSession(planted, context)).rejects.toMatchObject(ended);
  });

  test('does not stand in the database in a form that opens', async () => {
    const secret = await begin('engineer');
    const [dump] = await db().$queryRaw<{ text: string }[]>`SELECT string_agg(s::text, ' ') AS text FROM session s`;
    expect(dump?.text).not.toContain(secret);
    expect(dump?.text).not.toContain(Buffer.from(secret).toString('hex'));
  });
});

test('a request is known by its cookie, once, or by its token', async () => {
  const secret = await begin('engineer');
  const cookie = `${sessionCookieName()}=${secret}`;
  await expect(viewerOfRequest(new Headers({ cookie }))).resolves.toMatchObject({ role: 'engineer' });
  await expect(viewerOfRequest(new Headers({ cookie: `${cookie}; ${cookie}` }))).rejects.toMatchObject(ended);
  await expect(viewerOfRequest(new Headers())).rejects.toMatchObject(ended);
  const { secret: token } = await createToken(operator, { name: 'ci', role: 'viewer' });
  const withToken = new Headers({ authorization: `Bearer ${token}`, cookie });
  await expect(viewerOfRequest(withToken)).resolves.toMatchObject({ kind: 'token', role: 'viewer', name: 'ci' });
  await expect(viewerOfRequest(new Headers({ authorization: 'Basic eDp5', cookie }))).rejects.toMatchObject(ended);
});

test.each([
  [{}, 'plumbline', /^plumbline=x; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/],
  [{ PLUMBLINE_URL: 'https://plumb.example' }, '__Host-plumbline', /HttpOnly; SameSite=Lax; Secure$/],
])('the cookie of %j is %s', (environment, name, line) => {
  Object.assign(process.env, environment);
  try {
    expect(sessionCookieName()).toBe(name);
    expect(sessionCookie('x')).toMatch(line);
  } finally {
    delete process.env.PLUMBLINE_URL;
  }
});

describe('a token', () => {
  const bearer = (secret: string) => viewerOfRequest(new Headers({ authorization: `Bearer ${secret}` }));

  test('ends when it is revoked', async () => {
    const { id, secret } = await createToken(operator, { name: 'revoked', role: 'viewer' });
    await revokeToken(operator, { id });
    await expect(bearer(secret)).rejects.toMatchObject(ended);
    await expect(revokeToken(operator, { id })).rejects.toMatchObject({ code: 'not-found' });
  });
  test('ends when it expires', async () => {
    const { id, secret } = await createToken(operator, { name: 'expired', role: 'viewer', days: 1 });
    await db().$executeRaw`UPDATE token SET expires_at = now() WHERE id = ${id}::bigint`;
    await expect(bearer(secret)).rejects.toMatchObject(ended);
  });
  test('mistyped is refused without a look-up', async () => {
    const { secret } = await createToken(operator, { name: 'typed', role: 'viewer' });
    const wrong = secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A');
    await expect(bearer(wrong)).rejects.toMatchObject({ ...ended, message: 'This token is not valid' });
  });
  test('notes when it was used, and is not kept in clear', async () => {
    const { id, secret } = await createToken(operator, { name: 'used', role: 'ingest' });
    await bearer(secret);
    const [row] = await db().$queryRaw<{ text: string; used: boolean }[]>`
      SELECT t::text AS text, last_used_at IS NOT NULL AS used FROM token t WHERE id = ${id}::bigint`;
    expect(row?.used).toBe(true);
    expect(row?.text).not.toContain(secret.slice(18, 40));
  });
});
