import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, test } from 'vitest';
import { setUpSecondFactor, testPassword } from '@/lib/access/test-second-factor';
import { operatorViewer, type Viewer, viewerOfSession } from '@/lib/access/viewer';
import { addProvider } from '@/lib/commands/add-provider';
import { changeProvider } from '@/lib/commands/change-provider';
import { createUser } from '@/lib/commands/create-user';
import { removeProvider } from '@/lib/commands/remove-provider';
import { resetSecondFactor } from '@/lib/commands/reset-second-factor';
import { reviewBreakGlass } from '@/lib/commands/review-break-glass';
import { setSecondFactor } from '@/lib/commands/set-second-factor';
import { signIn } from '@/lib/commands/sign-in';
import { db } from '@/lib/db';
import { listBreakGlass } from '@/lib/queries/list-break-glass';
import { openBreakGlass } from '@/lib/queries/open-break-glass';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const browser = { address: '192.0.2.1', requestId: 'req_emergency', userAgent: 'test', broughtAlong: null };
const reason = 'The provider has been away since the morning';
const provider = {
  name: 'Staff',
  issuer: 'https://id.example.org',
  clientId: 'plumbline',
  clientSecret: 'a secret of the client',
  groups: [],
};
const filter = { limit: 50 };
let ada: Awaited<ReturnType<typeof setUpSecondFactor>>;
let now = Date.now() + 60_000;
/** Half a minute later each time: no code is taken twice. */
function next(): Date {
  now += 30_000;
  return new Date(now);
}
const given = (at: Date, more: object = {}) => ({
  email: 'ada@example.org',
  password: testPassword,
  code: ada.code(at),
  ...more,
});
const contextOf = { address: null, requestId: 'x' };

async function viewerOf(answer: Awaited<ReturnType<typeof signIn>>, at: Date): Promise<Viewer> {
  return viewerOfSession(answer.ok ? answer.session : '', contextOf, { at });
}

describe('a provider', () => {
  test('is not enabled while no local administrator has a second factor', async () => {
    await createUser(operator, { email: 'plain@example.org', role: 'administrator', password: testPassword });
    await expect(addProvider(operator, { ...provider, enabled: true })).rejects.toMatchObject({ code: 'conflict' });
    const { id } = await addProvider(operator, { ...provider, issuer: 'https://other.example.org', enabled: false });
    const { issuer: _, ...fields } = provider;
    await expect(changeProvider(operator, { ...fields, id, enabled: true })).rejects.toMatchObject({
      code: 'conflict',
    });
    await removeProvider(operator, { id });
  });

  test('leaves local accounts as they are until it is enabled', async () => {
    ada = await setUpSecondFactor('ada@example.org');
    const at = next();
    expect(await signIn(browser, given(at), at)).toMatchObject({ ok: true });
    expect(await listBreakGlass(await viewerFor('auditor'), filter)).toMatchObject({ rows: [] });
  });
});

describe('a local account while a provider is enabled', () => {
  beforeAll(async () => {
    await addProvider(operator, { ...provider, enabled: true });
  });

  test.each([[undefined], [''], ['too short'], [' '.repeat(40)], [`${'x'.repeat(19)}   `]])(
    'is refused with the reason %j, whatever the password',
    async (short) => {
      const at = next();
      const answer = await signIn(browser, given(at, { reason: short ?? null }), at);
      expect(answer).toEqual({ ok: false, reason: 'reason-needed' });
    },
  );

  test('signs in with a reason and a code, and raises an alarm that stays until somebody else has looked', async () => {
    const at = next();
    const viewer = await viewerOf(await signIn(browser, given(at, { reason: ` ${reason} ` }), at), at);
    expect(viewer.role).toBe('administrator');
    const alarm = await db().auditEvent.findFirstOrThrow({ where: { action: 'break-glass.used' } });
    expect(alarm).toMatchObject({ actorKind: 'person', object: 'ada@example.org', reason, requestId: 'req_emergency' });

    const officer = await viewerFor('security-officer');
    expect(await openBreakGlass(officer, at)).toMatchObject({ count: 1, overdue: 0, name: 'ada@example.org' });
    expect(await openBreakGlass(await viewerFor('engineer'), at)).toBeNull();
    const { rows } = await listBreakGlass(officer, { ...filter, asOf: at });
    expect(rows).toMatchObject([{ reason, state: 'open', address: '192.0.2.1', requestId: 'req_emergency' }]);
    const days = (count: number) => new Date(at.getTime() + count * 86_400_000);
    const stateAt = async (moment: Date) => (await listBreakGlass(officer, { ...filter, asOf: moment })).rows[0]?.state;
    expect(await stateAt(days(6.9))).toBe('open');
    expect(await stateAt(days(7.1))).toBe('overdue');
    expect(await openBreakGlass(officer, days(7.1))).toMatchObject({ overdue: 1 });

    const id = rows[0]?.id ?? '';
    const note = 'Looked at the events of the session: one role was given';
    await expect(reviewBreakGlass(viewer, { id, note })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(reviewBreakGlass(officer, { id, note })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await openBreakGlass(officer, at)).not.toBeNull();

    const bea = await setUpSecondFactor('bea@example.org');
    const moment = next();
    const hers = { email: 'bea@example.org', password: testPassword, code: bea.code(moment), reason };
    const other = await viewerOf(await signIn(browser, hers, moment), moment);
    await expect(reviewBreakGlass(other, { id, note: 'short' })).rejects.toMatchObject({ code: 'invalid' });
    await reviewBreakGlass(other, { id, note }, moment);
    await expect(reviewBreakGlass(other, { id, note })).rejects.toMatchObject({ code: 'conflict' });
    const [, reviewed] = (await listBreakGlass(officer, { ...filter, asOf: moment })).rows;
    expect(reviewed).toMatchObject({ state: 'reviewed', reviewedBy: 'bea@example.org', note });
    expect(await stateAt(at)).toBe('open');
    const event = await db().auditEvent.findFirstOrThrow({ where: { action: 'break-glass.reviewed' } });
    expect(event).toMatchObject({ actor: 'bea@example.org', object: 'ada@example.org' });
  });

  test('keeps its second factor', async () => {
    const at = next();
    const viewer = await viewerOf(await signIn(browser, given(at, { reason }), at), at);
    const removing = setSecondFactor(viewer, { current: testPassword, secret: null, code: null });
    await expect(removing).rejects.toMatchObject({ code: 'conflict' });
  });

  test('without a second factor sets one up as it signs in, within a day of its making, and no later', async () => {
    const { id } = await createUser(operator, { email: 'new@example.org', role: 'viewer', password: testPassword });
    const at = next();
    const plain = { email: 'new@example.org', password: testPassword, code: null, reason };
    expect(await signIn(browser, plain, new Date(now + 86_400_000 * 1.1))).toMatchObject({
      reason: 'no-second-factor',
    });
    const proposal = await signIn(browser, plain, at);
    expect(proposal).toMatchObject({ ok: false, reason: 'second-factor-to-set-up' });
    const key = proposal.ok || !('proposed' in proposal) ? '' : proposal.proposed.secret;
    const code = new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: at.getTime() });
    expect(await signIn(browser, { ...plain, key, code: '000000' }, at)).toMatchObject({ reason: 'wrong' });
    expect(await signIn(browser, { ...plain, key, code }, at)).toMatchObject({ ok: true });
    const stored = await db().userAccount.findUniqueOrThrow({ where: { id: BigInt(id) } });
    expect(stored.totpSecret).toMatch(/^v1\.[0-9a-f]{8}\./);
    expect(stored.totpSecret).not.toContain(key);
    expect(await signIn(browser, { ...plain, key, code }, at)).toMatchObject({ reason: 'wrong' });
    expect(await signIn(browser, plain, next())).toMatchObject({ reason: 'code-needed' });
  });

  test('gets another second factor when an administrator resets it, and its sessions end', async () => {
    const at = next();
    const viewer = await viewerOf(await signIn(browser, given(at, { reason }), at), at);
    await resetSecondFactor(operator, { id: ada.id, reason: 'lost telephone' });
    await expect(viewerOfSession('x'.repeat(43), contextOf)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await db().session.count({ where: { userId: BigInt(viewer.id ?? 0), endedAt: null } })).toBe(0);
    const again = await signIn(browser, given(next(), { reason, code: null }), new Date());
    expect(again).toMatchObject({ reason: 'second-factor-to-set-up' });
    await expect(resetSecondFactor(await viewerFor('security-officer'), { id: ada.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

test('a sign-in whose alarm cannot be written has not happened', async () => {
  const carl = await setUpSecondFactor('carl@example.org');
  const at = next();
  const his = { email: 'carl@example.org', password: testPassword, code: carl.code(at), reason };
  const before = await db().session.count();
  await db().$executeRaw`ALTER TABLE break_glass RENAME TO break_glass_away`;
  try {
    await expect(signIn(browser, his, at)).rejects.toThrow();
  } finally {
    await db().$executeRaw`ALTER TABLE break_glass_away RENAME TO break_glass`;
  }
  expect(await db().session.count()).toBe(before);
});

test('the database itself lets nobody review themselves, and takes no short reason', async () => {
  const change = db().$executeRaw`UPDATE break_glass SET reviewed_at = now(), note = 'x', reviewed_by = user_id`;
  await expect(change).rejects.toThrow(/check/);
  const short = db().$executeRaw`UPDATE break_glass SET reason = 'short'`;
  await expect(short).rejects.toThrow(/check/);
});
