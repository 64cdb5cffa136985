import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, test } from 'vitest';
import { isFirstLink, makeFirstLink } from '@/lib/access/first-link';
import { operatorViewer, viewerOfSession } from '@/lib/access/viewer';
import { changePassword } from '@/lib/commands/change-password';
import { changeRole } from '@/lib/commands/change-role';
import { createFirstAdministrator } from '@/lib/commands/create-first-administrator';
import { createUser } from '@/lib/commands/create-user';
import { disableUser } from '@/lib/commands/disable-user';
import { ensureAdministrator } from '@/lib/commands/ensure-administrator';
import { setSecondFactor } from '@/lib/commands/set-second-factor';
import { signIn } from '@/lib/commands/sign-in';
import { db } from '@/lib/db';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const password = 'correct horse battery';
const browser = (address = '192.0.2.1') => ({ address, requestId: 'req_test', userAgent: 'test', broughtAlong: null });
/** After the users were made, whose roles begin then. */
const noon = new Date(Date.now() + 120_000);
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);

function lastEvent() {
  return db().auditEvent.findFirst({ orderBy: { id: 'desc' } });
}

describe('the one-time link', () => {
  test('makes one administrator, whoever comes at once, and never another', async () => {
    const first = (await makeFirstLink())?.split('token=')[1] ?? '';
    const second = (await makeFirstLink())?.split('token=')[1] ?? '';
    expect(await isFirstLink(first)).toBe(false);
    expect(await isFirstLink(second)).toBe(true);
    const given = { token: second, name: 'A. Moreau', password };
    const answers = await Promise.allSettled([
      createFirstAdministrator(browser(), { ...given, email: 'a@example.org' }),
      createFirstAdministrator(browser(), { ...given, email: 'b@example.org' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const made = answers.find((answer) => answer.status === 'fulfilled');
    const viewer = await viewerOfSession(made?.value ?? '', { address: null, requestId: 'x' });
    expect(viewer).toMatchObject({ role: 'administrator', name: 'A. Moreau' });
    expect(await makeFirstLink()).toBeNull();
    expect(await db().userAccount.count()).toBe(1);
    expect(await ensureAdministrator(operator, 'c@example.org', password)).toBe(false);
  });
});

describe('signing in', () => {
  beforeAll(async () => {
    for (const name of ['eve', 'mallory', 'totp', 'gone', 'own'])
      await createUser(operator, { email: `${name}@example.org`, role: 'engineer', password });
    const gone = await db().userAccount.findFirstOrThrow({ where: { email: 'gone@example.org' } });
    await disableUser(operator, { id: String(gone.id), disabled: true });
  });

  test('with the right password begins a session and leaves its event', async () => {
    const answer = await signIn(browser(), { email: ' EVE@example.org', password, code: null });
    expect(answer).toMatchObject({ ok: true });
    const viewer = await viewerOfSession(answer.ok ? answer.session : '', { address: null, requestId: 'x' });
    expect(viewer.role).toBe('engineer');
    expect(await lastEvent()).toMatchObject({
      action: 'session.begun',
      outcome: 'done',
      actorKind: 'person',
      object: 'eve@example.org',
      address: '192.0.2.1',
    });
  });

  test.each([
    ['a wrong password', 'eve@example.org', 'eve@example.org'],
    ['an unknown user', 'my-password-by-mistake', 'no such user'],
    ['a disabled user', 'gone@example.org', 'no such user'],
  ])('with %s is refused in the same words and recorded', async (_case, email, object) => {
    const given = { email, password: email === 'gone@example.org' ? password : 'wrong password', code: null };
    expect(await signIn(browser(), given)).toEqual({ ok: false, reason: 'wrong' });
    expect(await lastEvent()).toMatchObject({
      action: 'session.refused',
      actorKind: 'anonymous',
      outcome: 'refused',
      object,
    });
    const [tries] = await db().$queryRaw<
      { text: string }[]
    >`SELECT string_agg(t::text, ' ') AS text FROM sign_in_try t`;
    expect(tries?.text).not.toContain('my-password-by-mistake');
  });

  test('takes ten wrong passwords at once, then one every four seconds and fifteen a minute, and the right one after', async () => {
    const wrong = { email: 'mallory@example.org', password: 'wrong password', code: null };
    const from = (i: number) => browser(`198.51.100.${i}`);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => signIn(from(i), wrong, later(0))));
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'too-many')).toHaveLength(2);
    const right = { ...wrong, password };
    const refused = { ok: false, reason: 'too-many', closed: false };
    expect(await signIn(from(20), right, later(3))).toEqual({ ...refused, until: later(4) });
    for (const second of [4, 8, 12, 16, 20])
      expect(await signIn(from(21), wrong, later(second))).toEqual({ ok: false, reason: 'wrong' });
    expect(await signIn(from(22), right, later(24))).toEqual({ ...refused, until: later(60) });
    expect(await signIn(from(22), right, later(61))).toMatchObject({ ok: true });
    expect(await signIn(from(23), wrong, later(62))).toEqual({ ok: false, reason: 'wrong' });
  });

  test('is limited by address, an IPv6 one by its /64, however it is spelt', async () => {
    await db().$executeRaw`INSERT INTO sign_in_try (account, address, at, succeeded)
      SELECT 'somebody', '2001:db8:0:7::/64', ${later(0)}::timestamptz, false FROM generate_series(1, 15)`;
    const given = { email: 'eve@example.org', password, code: null };
    for (const address of ['2001:db8:0:7::1', '2001:DB8::7:ffff:0:0:2'])
      expect(await signIn(browser(address), given, later(1))).toMatchObject({ reason: 'too-many' });
    expect(await signIn(browser('2001:db8:0:8::1'), given, later(1))).toMatchObject({ ok: true });
  });

  test('takes each code of the second factor once', async () => {
    const email = 'totp@example.org';
    const secret = new Secret({ size: 20 }).base32;
    const codeAt = (at: Date) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
    const first = await signIn(browser(), { email, password, code: null }, later(0));
    const viewer = await viewerOfSession(first.ok ? first.session : '', { address: null, requestId: 'x' });
    const wrongCode = setSecondFactor(viewer, { current: password, secret, code: '000000' }, later(0));
    await expect(wrongCode).rejects.toMatchObject({ code: 'invalid' });
    await setSecondFactor(viewer, { current: password, secret, code: codeAt(later(0)) }, later(0));

    expect(await signIn(browser(), { email, password, code: null }, later(60))).toEqual({
      ok: false,
      reason: 'code-needed',
    });
    expect(await signIn(browser(), { email, password, code: '12 34' }, later(60))).toMatchObject({ reason: 'wrong' });
    const given = { email, password, code: codeAt(later(60)) };
    const both = await Promise.all([signIn(browser(), given, later(60)), signIn(browser(), given, later(60))]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await signIn(browser(), given, later(70))).toMatchObject({ ok: false });
    expect(await lastEvent()).toMatchObject({ action: 'session.refused', reason: 'wrong second factor' });
  });

  test('goes on with the new password only, and other sessions end', async () => {
    const email = 'own@example.org';
    const sessions = [];
    for (let i = 0; i < 2; i += 1) sessions.push(await signIn(browser(), { email, password, code: null }));
    const [here, there] = sessions.map((answer) => (answer.ok ? answer.session : ''));
    const viewer = await viewerOfSession(here ?? '', { address: null, requestId: 'x' });
    const wrong = changePassword(viewer, { current: 'not my password', next: 'another good password' });
    await expect(wrong).rejects.toMatchObject({ code: 'forbidden' });
    await changePassword(viewer, { current: password, next: 'another good password' });
    await expect(viewerOfSession(there ?? '', { address: null, requestId: 'x' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(await signIn(browser(), { email, password, code: null })).toMatchObject({ ok: false });
    expect(await signIn(browser(), { email, password: 'another good password', code: null })).toMatchObject({
      ok: true,
    });
  });

  test('is refused when its event cannot be written, and no session has begun', async () => {
    const before = await db().session.count();
    await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
    try {
      const answer = signIn(browser(), { email: 'eve@example.org', password, code: null });
      await expect(answer).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    } finally {
      await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
    }
    expect(await db().session.count()).toBe(before);
  });
});

describe('users', () => {
  test('cannot be added, changed or disabled without users:write, and nothing has changed', async () => {
    const viewer = await viewerFor('auditor');
    const before = await db().userAccount.count();
    const events = await db().auditEvent.count();
    await expect(createUser(viewer, { email: 'x@example.org', role: 'administrator' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(changeRole(viewer, { id: '1', role: 'viewer' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(disableUser(viewer, { id: '1', disabled: true })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await db().userAccount.count()).toBe(before);
    expect(await db().auditEvent.count()).toBe(events);
  });

  test('the last administrator can neither be disabled nor become something else', async () => {
    const admin = await db().roleGrant.findFirstOrThrow({ where: { role: 'administrator' } });
    const id = String(admin.userId);
    await expect(disableUser(operator, { id, disabled: true })).rejects.toMatchObject({ code: 'conflict' });
    await expect(changeRole(operator, { id, role: 'viewer' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('an address is taken once, in any case', async () => {
    const again = createUser(operator, { email: 'Eve@Example.org', role: 'viewer' });
    await expect(again).rejects.toMatchObject({ code: 'conflict', detail: { field: 'email' } });
  });

  test('without a password get one that is answered once', async () => {
    const { password: madeUp } = await createUser(operator, { email: 'new@example.org', role: 'viewer' });
    expect(madeUp).toHaveLength(20);
    const answer = await signIn(browser(), { email: 'new@example.org', password: madeUp ?? '', code: null });
    expect(answer).toMatchObject({ ok: true });
  });

  test('the audit event of a failed command is not left behind', async () => {
    await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
    try {
      const adding = createUser(operator, { email: 'unseen@example.org', role: 'viewer', password });
      await expect(adding).rejects.toMatchObject({ code: 'unavailable' });
    } finally {
      await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
    }
    expect(await db().userAccount.count({ where: { email: 'unseen@example.org' } })).toBe(0);
  });
});
