import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST } from '@/app/api/auth/sign-in/route';
import { takeExportSlot } from '@/lib/access/export-slot';
import { clientAddress } from '@/lib/access/request-context';
import { accountKey, admitTry, settleTry } from '@/lib/access/sign-in-limit';
import { operatorViewer } from '@/lib/access/viewer';
import { signIn } from '@/lib/commands/sign-in';
import { signInWithOidc } from '@/lib/commands/sign-in-with-oidc';
import { unlockAccount } from '@/lib/commands/unlock-account';
import { db } from '@/lib/db';
import { listUsers, UserFilter } from '@/lib/queries/list-users';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { personFor, testPassword } from '@/lib/test-person';
import { reportSuite } from '@/security/report-suite';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const measured = {
  tries: 0,
  verified: 0,
  mostInAMinute: 0,
  mostInAMinuteOverAccounts: 0,
  takenByTwoInstances: 0,
  victimSignsIn: 'no',
};
afterAll(() =>
  reportSuite({
    suite: 'limits',
    pass: measured.mostInAMinute <= 15 && measured.mostInAMinuteOverAccounts <= 15 && measured.victimSignsIn === 'yes',
    measured,
    target: {
      tries: 5000,
      mostInAMinute: 15,
      mostInAMinuteOverAccounts: 15,
      takenByTwoInstances: 10,
      victimSignsIn: 'yes',
    },
    seed: null,
  }),
);

/** After roles and known addresses were made. */
const start = new Date(Date.now() + 60_000);
const moment = (ms: number) => new Date(start.getTime() + ms);
const browser = (address: string) => ({ address, requestId: 'req_test', userAgent: 'test', broughtAlong: null });
let victim: { id: string; email: string };

/** Most moments within any minute. */
function busiestMinute(moments: readonly number[]): number {
  return Math.max(0, ...moments.map((from) => moments.filter((at) => at >= from && at < from + 60_000).length));
}

beforeAll(async () => {
  victim = await personFor('administrator');
  // The victim has signed in from the office before.
  const known = await signIn(browser('203.0.113.9'), { email: victim.email, password: testPassword, code: null });
  expect(known.ok).toBe(true);
});

describe('5,000 tries for one account in twenty minutes', () => {
  const verified: number[] = [];
  let alarms = 0;

  beforeAll(async () => {
    for (let i = 0; i < 5000; i += 1) {
      const at = i * 240;
      const address = attackersAddress(i);
      const admitted = await admitTry(i % 2 ? victim.email : ` ${victim.email.toUpperCase()}`, address, moment(at));
      measured.tries += 1;
      if (admitted.id === null) continue;
      verified.push(at);
      const { id } = admitted;
      if (await db().$transaction((tx) => settleTry(tx, id, 'wrong'))) alarms += 1;
    }
    measured.verified = verified.length;
    measured.mostInAMinute = busiestMinute(verified);
  }, 300_000);

  /** The header names a thousand clients, and the last hop is one address in its spellings, or a /64. */
  function attackersAddress(i: number): string | null {
    const forged = `10.${i % 250}.${i % 4}.${i % 7}, 2001:db8:ffff:${(i % 1000).toString(16)}::1`;
    const spellings = ['198.51.100.7', '::ffff:198.51.100.7', '::FFFF:198.51.100.7', '::ffff:c633:6407'];
    const network = [`2001:db8:0:9::${(i % 5000).toString(16)}`, `2001:0DB8:0000:0009:${i % 10}::1`];
    const peer = [...spellings, ...network][i % 6];
    return clientAddress(new Headers({ 'x-forwarded-for': `${forged}, ${peer}` }));
  }

  test('at most 15 are verified in any minute, and 100 in all: then the account is closed, with one alarm', () => {
    expect(measured.mostInAMinute).toBeLessThanOrEqual(15);
    expect(measured.mostInAMinute).toBeGreaterThan(5);
    expect(verified).toHaveLength(100);
    expect(alarms).toBe(1);
  });

  test('the victim still signs in, from where they did before', async () => {
    const answer = await signIn(
      browser('203.0.113.9'),
      { email: victim.email, password: testPassword, code: null },
      moment(1_200_000),
    );
    expect(answer).toMatchObject({ ok: true });
    measured.victimSignsIn = 'yes';
  });

  test('nobody is locked out of single sign-on', async () => {
    const person = {
      ...{ providerId: 'oidc', issuer: 'https://id.example', subject: 'v', email: victim.email, name: 'V', sid: null },
      given: { role: 'viewer', reach: null, reason: null } as const,
      ...{ givesReach: false, authenticatedAt: null },
    };
    expect(await signInWithOidc(browser('198.51.100.7'), person, 'state', moment(1_200_000))).toMatchObject({
      ok: true,
    });
  });

  test('from elsewhere it stays closed until an administrator opens it, and the list of users says so', async () => {
    const given = { email: victim.email, password: testPassword, code: null };
    const far = moment(86_400_000);
    expect(await signIn(browser('192.0.2.200'), given, far)).toMatchObject({ reason: 'too-many', closed: true });
    const { rows } = await listUsers(operator, UserFilter.parse({ asOf: far.toISOString() }));
    expect(rows.find(({ id }) => id === victim.id)).toMatchObject({ closedAt: expect.any(Date), wrongTries: 100 });
    await unlockAccount(operator, { id: victim.id, reason: 'called them' });
    expect(await signIn(browser('192.0.2.200'), given, far)).toMatchObject({ ok: true });
    const event = await db().auditEvent.findFirst({ where: { action: 'account.unlocked' } });
    expect(event).toMatchObject({ objectId: victim.id, reason: 'called them' });
    await expect(unlockAccount(operator, { id: victim.id })).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('a thousand accounts from one address get 15 tries in any minute, and from many addresses 120', async () => {
  const verified: number[] = [];
  for (let i = 0; i < 1000; i += 1)
    if ((await admitTry(`nobody-${i}@example.org`, '198.51.100.77', moment(1_500_000 + i * 120))).id !== null)
      verified.push(i * 120);
  measured.mostInAMinuteOverAccounts = busiestMinute(verified);
  expect(measured.mostInAMinuteOverAccounts).toBeLessThanOrEqual(15);
  let taken = 0;
  for (let i = 0; i < 400; i += 1)
    if ((await admitTry(`other-${i}@example.org`, `198.18.${i % 250}.${i % 9}`, moment(1_800_000 + i))).id !== null)
      taken += 1;
  expect(taken).toBe(120);
});

test('two instances share what they count', async () => {
  const email = 'shared@example.org';
  const at = moment(2_100_000);
  const file = new URL('test-second-instance.ts', import.meta.url).pathname;
  const args = ['--import', 'tsx', file, '30', at.toISOString(), email, '198.51.100.201'];
  const other = promisify(execFile)(process.execPath, args, { env: { ...process.env } });
  const ours = await Promise.all(Array.from({ length: 30 }, () => admitTry(email, '198.51.100.202', at)));
  const { stdout } = await other;
  measured.takenByTwoInstances = Number(stdout) + ours.filter(({ id }) => id !== null).length;
  expect(measured.takenByTwoInstances).toBe(10);
});

test('the door believes no forged header: 40 tries of 40 clients are those of one', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 40; i += 1) {
    const headers = { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000', 'content-type': 'application/json' };
    const forwarded = `203.0.113.${i}, 192.0.2.77`;
    const body = JSON.stringify({ email: `door-${i}@example.org`, password: 'wrong' });
    const request = new Request('http://127.0.0.1:3000/api/auth/sign-in', {
      method: 'POST',
      headers: { ...headers, 'x-forwarded-for': forwarded },
      body,
    });
    statuses.push((await POST(request)).status);
    // A slow machine must not reach the next minute.
    if (i === 0)
      await db().$executeRaw`INSERT INTO sign_in_try (account, address, at, succeeded)
      SELECT 'before', '192.0.2.77', now() + interval '1 minute', false FROM generate_series(1, 11)`;
  }
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(4);
  expect(statuses.at(-1)).toBe(429);
});

test('what was wrong is counted under a hash alone', async () => {
  const [row] = await db().$queryRaw<{ text: string; key: string }[]>`
    SELECT (SELECT string_agg(c::text, ' ') FROM sign_in_count c) AS text, ${accountKey(victim.email)} AS key`;
  expect(row?.text).not.toContain(victim.email);
  expect(row?.text).toContain(row?.key);
});

describe('exports', () => {
  test('are two at once for one, six for all, and the next gets the place of one that ended', async () => {
    const viewers = await Promise.all([1, 2, 3, 4].map(() => viewerFor('engineer')));
    const tooMany = { code: 'too-many', status: 429, detail: { retryAfter: '30' } };
    const [first, ...rest] = viewers;
    if (!first) throw new Error('Nobody exports');
    const own = [await takeExportSlot(first), await takeExportSlot(first)];
    await expect(takeExportSlot(first)).rejects.toMatchObject(tooMany);
    for (const viewer of rest.slice(0, 2)) for (let i = 0; i < 2; i += 1) await takeExportSlot(viewer);
    await expect(takeExportSlot(rest[2] ?? first)).rejects.toMatchObject(tooMany);
    await own[0]?.release();
    await own[0]?.release();
    await takeExportSlot(rest[2] ?? first);
    await expect(takeExportSlot(first)).rejects.toMatchObject(tooMany);
    await db().$executeRaw`UPDATE export_slot SET heard_at = now() - interval '61 seconds'`;
    await expect(takeExportSlot(first)).resolves.toBeTruthy();
  });
  test('taken at once by many, they are still two', async () => {
    await db().exportSlot.deleteMany();
    const viewer = await viewerFor('engineer');
    const answers = await Promise.allSettled(Array.from({ length: 12 }, () => takeExportSlot(viewer)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });
});
