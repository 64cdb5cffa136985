import { beforeAll, describe, expect, test } from 'vitest';
import { DELETE as removeRule } from '@/app/api/v1/facility-rules/[id]/route';
import { GET as getHosts } from '@/app/api/v1/hosts/route';
import { invitedBy } from '@/lib/access/invitation';
import { sessionCookieName } from '@/lib/access/session-cookie';
import { viewerOfSession } from '@/lib/access/viewer';
import { inviteAuditor } from '@/lib/commands/invite-auditor';
import { signIn } from '@/lib/commands/sign-in';
import { spendInvitation } from '@/lib/commands/spend-invitation';
import { db } from '@/lib/db';
import { listUsers, UserFilter } from '@/lib/queries/list-users';
import { minute, testEstate } from '@/lib/queries/test-estate';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { personFor } from '@/lib/test-person';

useTestDatabase();

const context = { address: '192.0.2.7', requestId: 'req_test' };
const browser = { ...context, userAgent: 'test', broughtAlong: null };
const password = 'correct horse battery';
const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
/** The hours of the test estate, and nothing later. */
const evidence = { evidenceFrom: minute(0).toISOString(), evidenceTo: minute(35).toISOString() };

beforeAll(async () => {
  await testEstate();
});

/** Invites, takes the invitation up and signs in. */
async function auditor(email: string, more: object = {}) {
  const { viewer: administrator } = await personFor('administrator');
  const invited = await inviteAuditor(administrator, { email, until: inDays(30), ...evidence, ...more });
  const token = new URL(invited.path, 'http://x').searchParams.get('token') ?? '';
  await spendInvitation(context, { token, password });
  const signedIn = await signIn(browser, { email, password, code: null });
  if (!signedIn.ok) throw new Error(signedIn.reason);
  return { ...invited, token, session: signedIn.session };
}

const ask = (session: string, query: string) =>
  getHosts(
    new Request(`http://localhost/api/v1/hosts?${query}`, { headers: { cookie: `${sessionCookieName()}=${session}` } }),
  );
const views = () => db().auditEvent.findMany({ where: { action: 'evidence.viewed' }, orderBy: { id: 'asc' } });

describe('an invitation', () => {
  test('opens once, and makes an auditor with dates, reach and period', async () => {
    const { token, session, id } = await auditor('otto@example.org', { facilities: ['Riverside'] });
    const viewer = await viewerOfSession(session, context);
    expect(viewer).toMatchObject({
      role: 'auditor',
      reach: [{ facility: 'Riverside', environment: null, team: null }],
      period: { from: minute(0), to: minute(35) },
      until: expect.any(Date),
    });
    await expect(spendInvitation(context, { token, password })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await invitedBy(token)).toBeNull();
    await expect(spendInvitation(context, { token: 'guessed', password })).rejects.toMatchObject({ code: 'forbidden' });
    const event = await db().auditEvent.findFirstOrThrow({ where: { action: 'auditor.invited', objectId: id } });
    expect(event.after).toContain('"reach":["Riverside until ');
    expect(event.after).not.toContain(token);
    const [row] = await db().$queryRaw<
      { text: string }[]
    >`SELECT i::text AS text FROM invitation i WHERE user_id = ${id}::bigint`;
    expect(row?.text).not.toContain(token);
  });

  test('opens for one of ten at once', async () => {
    const { viewer: administrator } = await personFor('administrator');
    const { path } = await inviteAuditor(administrator, { email: 'ten@example.org', until: inDays(3), ...evidence });
    const token = new URL(path, 'http://x').searchParams.get('token') ?? '';
    const tries = Array.from({ length: 10 }, () => spendInvitation(context, { token, password }));
    const done = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(1);
  });

  test('does not open when it has expired', async () => {
    const { viewer: administrator } = await personFor('administrator');
    const { path, id } = await inviteAuditor(administrator, {
      email: 'late@example.org',
      until: inDays(3),
      ...evidence,
    });
    await db().$executeRaw`UPDATE invitation SET expires_at = now() WHERE user_id = ${id}::bigint`;
    const token = new URL(path, 'http://x').searchParams.get('token') ?? '';
    expect(await invitedBy(token)).toBeNull();
    await expect(spendInvitation(context, { token, password })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each([
    ['that has ended', { until: inDays(-1) }],
    ['that ends before it begins', { from: inDays(5), until: inDays(4) }],
    ['to evidence that ends before it begins', { evidenceFrom: '2026-05-01', evidenceTo: '2026-04-01' }],
  ])('%s is refused', async (_, dates) => {
    const { viewer: administrator } = await personFor('administrator');
    const input = { email: 'no@example.org', until: inDays(3), ...evidence, ...dates };
    await expect(inviteAuditor(administrator, input)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('goes no further than who invites, and needs users:write', async () => {
    const refused = { code: 'forbidden' };
    const input = { email: 'wide@example.org', until: inDays(3), ...evidence };
    await expect(
      inviteAuditor((await personFor('administrator', { facilities: ['Riverside'] })).viewer, input),
    ).rejects.toMatchObject(refused);
    await expect(inviteAuditor(await viewerFor('manager'), input)).rejects.toMatchObject(refused);
    const brief = { ...(await personFor('administrator')).viewer, until: new Date(Date.now() + day) };
    await expect(inviteAuditor(brief, input)).rejects.toMatchObject(refused);
    await expect(inviteAuditor(await viewerFor('administrator'), input)).rejects.toMatchObject(refused);
    expect(await db().userAccount.count({ where: { email: 'wide@example.org' } })).toBe(0);
  });
});

describe('an auditor', () => {
  test('is gone by themselves when the access ends', async () => {
    const { session, id } = await auditor('brief@example.org');
    await expect(viewerOfSession(session, context)).resolves.toMatchObject({ role: 'auditor' });
    await db().$executeRaw`UPDATE role_grant SET valid_to = clock_timestamp() WHERE user_id = ${id}::bigint`;
    await expect(viewerOfSession(session, context)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(signIn(browser, { email: 'brief@example.org', password, code: null })).resolves.toMatchObject({
      ok: false,
    });
  });

  test('loses a reach that has ended at the next request', async () => {
    const { session, id } = await auditor('reach@example.org', { facilities: ['Riverside', 'Northgate'] });
    await db()
      .$executeRaw`UPDATE reach_grant SET valid_to = clock_timestamp() WHERE user_id = ${id}::bigint AND facility = 'Riverside'`;
    const { reach } = await viewerOfSession(session, context);
    expect(reach?.map(({ facility }) => facility)).toEqual(['Northgate']);
    await db()
      .$executeRaw`UPDATE reach_grant SET valid_to = clock_timestamp() WHERE user_id = ${id}::bigint AND facility = 'Northgate'`;
    expect((await viewerOfSession(session, context)).reach).toEqual([]);
  });

  test('sees the period alone, and each view is on record', async () => {
    const { session, id } = await auditor('period@example.org');
    const before = (await views()).length;
    const inside = await ask(session, `asOf=${minute(25).toISOString()}`);
    expect(inside.status).toBe(200);
    expect(await inside.text()).toContain('"name":"web"');
    for (const asOf of [minute(-1).toISOString(), minute(36).toISOString(), new Date().toISOString(), null]) {
      const outside = await ask(session, asOf === null ? '' : `asOf=${asOf}`);
      expect([asOf, outside.status]).toEqual([asOf, 403]);
      expect(await outside.text()).not.toContain('"web"');
    }
    const seen = (await views()).slice(before);
    expect(seen).toHaveLength(5);
    expect(seen[0]).toMatchObject({ actorId: id, objectKind: 'page', objectId: '/api/v1/hosts' });
    expect(seen[0]?.object).toContain('asOf=');
  });

  test('is shown nothing where the view cannot be recorded', async () => {
    const { session } = await auditor('unrecorded@example.org');
    await db()
      .$executeRaw`ALTER TABLE audit_event ADD CONSTRAINT unwritable CHECK (action <> 'evidence.viewed') NOT VALID`;
    const answer = await ask(session, `asOf=${minute(25).toISOString()}`);
    await db().$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT unwritable`;
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('web');
  });

  test('changes nothing of the estate', async () => {
    const { session } = await auditor('reads@example.org');
    const headers = { cookie: `${sessionCookieName()}=${session}`, 'content-type': 'application/json' };
    const request = new Request('http://localhost/api/v1/facility-rules/1', { method: 'DELETE', headers });
    expect((await removeRule(request, { params: Promise.resolve({ id: '1' }) })).status).toBe(403);
  });

  test('stands in the list of users with dates and period', async () => {
    const { id } = await auditor('listed@example.org');
    const { rows } = await listUsers(await viewerFor('administrator'), UserFilter.parse({ limit: 500 }));
    expect(rows.find((row) => row.id === id)).toMatchObject({
      role: 'auditor',
      roleUntil: expect.any(Date),
      evidenceFrom: minute(0),
      evidenceTo: minute(35),
    });
  });
});
