import { beforeAll, describe, expect, test } from 'vitest';
import { beginSession } from '@/lib/access/begin-session';
import { operatorViewer, type Viewer, viewerOfSession, viewerOfToken } from '@/lib/access/viewer';
import { changeReach } from '@/lib/commands/change-reach';
import { changeRole } from '@/lib/commands/change-role';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { disableUser } from '@/lib/commands/disable-user';
import { endSessionsOfUser } from '@/lib/commands/end-sessions-of-user';
import { db } from '@/lib/db';
import { HostFilter } from '@/lib/queries/host-filter';
import { listHosts } from '@/lib/queries/list-hosts';
import { listUsers, UserFilter } from '@/lib/queries/list-users';
import { minute, testEstate } from '@/lib/queries/test-estate';
import { useTestDatabase } from '@/lib/test-database';
import { personFor } from '@/lib/test-person';

// Roles and reach from–to: what has ended is gone at the next request, what is given goes no further than who gives it.
useTestDatabase();

const operator = operatorViewer('root', 'test');
const context = { address: '192.0.2.1', requestId: 'req_test' };
const browser = { ...context, userAgent: 'test', broughtAlong: null };
const hour = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hour);
const password = 'correct horse battery';
let users = 0;

beforeAll(async () => {
  await testEstate();
});

async function person(role: 'viewer' | 'administrator', more: object = {}) {
  users += 1;
  return (await createUser(operator, { email: `u${users}@example.org`, role, password, ...more })).id;
}
const begin = (id: string) => db().$transaction((tx) => beginSession(tx, id, browser, new Date()));
const at = (session: string, hours: number) =>
  viewerOfSession(session, context, { at: inHours(hours), background: true });

describe('a role', () => {
  test('ends by itself at the next request, and one given for later begins by itself', async () => {
    const id = await person('viewer', { until: inHours(0.1).toISOString() });
    const session = await begin(id);
    expect((await at(session, 0)).role).toBe('viewer');
    await expect(at(session, 0.15)).rejects.toMatchObject({ code: 'unauthenticated' });
    const other = await person('viewer');
    await changeRole(operator, { id: other, role: 'engineer', from: inHours(0.1), until: inHours(0.2) });
    const open = await begin(other);
    expect((await at(open, 0)).role).toBe('viewer');
    expect((await at(open, 0.15)).role).toBe('engineer');
    await expect(at(open, 0.21)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('that is changed again drops what was given for later', async () => {
    const id = await person('viewer');
    await changeRole(operator, { id, role: 'engineer', from: inHours(0.1) });
    await changeRole(operator, { id, role: 'manager' });
    const session = await begin(id);
    expect((await at(session, 0.2)).role).toBe('manager');
    const { rows } = await listUsers(operator, UserFilter.parse({ q: `u${users}@` }));
    expect(rows).toMatchObject([{ id, role: 'manager', roleUntil: null }]);
  });

  test('that would end before it begins is refused', async () => {
    const id = await person('viewer');
    const change = changeRole(operator, { id, role: 'engineer', from: inHours(2), until: inHours(1) });
    await expect(change).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a reach', () => {
  const dated = (hours: number) => [
    { facility: 'Riverside' },
    { facility: 'Northgate', until: inHours(hours).toISOString() },
    { team: 'Labs', from: inHours(hours).toISOString() },
  ];
  test('of a person is what holds at each request', async () => {
    const id = await person('viewer', { reach: dated(0.1) });
    const session = await begin(id);
    const named = (viewer: Viewer) => viewer.reach?.map(({ facility, team }) => facility ?? team);
    expect(named(await at(session, 0))).toEqual(['Riverside', 'Northgate']);
    expect(named(await at(session, 0.15))).toEqual(['Riverside', 'Labs']);
    const { rows } = await listUsers(operator, UserFilter.parse({ q: `u${users}@` }));
    expect(rows[0]?.reach).toHaveLength(3);
  });

  test('of a token ends by itself, and its hosts with it', async () => {
    const { id, secret } = await createToken(operator, { name: 't', role: 'viewer', reach: dated(1) });
    const hosts = async () => {
      const viewer = await viewerOfToken(secret, context);
      const { rows } = await listHosts(viewer, HostFilter.parse({ asOf: minute(25).toISOString() }));
      return rows.map(({ name }) => name);
    };
    expect(await hosts()).toEqual(['db', 'web']);
    await db()
      .$executeRaw`UPDATE reach_grant SET valid_to = clock_timestamp() WHERE token_id = ${id}::bigint AND facility = 'Northgate'`;
    expect(await hosts()).toEqual(['web']);
    await db()
      .$executeRaw`UPDATE reach_grant SET valid_to = clock_timestamp() WHERE token_id = ${id}::bigint AND valid_to > clock_timestamp() AND valid_from < clock_timestamp()`;
    expect(await hosts()).toEqual([]);
  });

  test('that was, is told as of its day', async () => {
    const id = await person('viewer', { facilities: ['Riverside'] });
    const before = new Date();
    await changeReach(operator, { id, reach: [{ facility: 'Northgate', environment: 'production' }] });
    const of = async (asOf?: Date) =>
      (await listUsers(operator, { ...UserFilter.parse({ q: `u${users}@` }), asOf })).rows[0]?.reach.map(
        ({ facility, environment }) => [facility, environment],
      );
    expect(await of(before)).toEqual([['Riverside', null]]);
    expect(await of()).toEqual([['Northgate', 'production']]);
  });

  test.each([
    ['ends before it begins', [{ facility: 'A', from: inHours(2).toISOString(), until: inHours(1).toISOString() }]],
    ['has ended', [{ facility: 'A', until: inHours(-1).toISOString() }]],
    ['holds a control character', [{ facility: `A${String.fromCharCode(31)}B` }]],
    ['has a part that is not known', [{ facility: 'A', site: 'B' }]],
    ['is no JSON', '[{'],
  ])('that %s is refused', async (_, reach) => {
    const given = { name: 't', role: 'viewer', reach } as Parameters<typeof createToken>[1];
    await expect(createToken(operator, given)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('somebody who reaches less', () => {
  const refused = { code: 'forbidden' };
  test('changes neither role nor reach nor account of somebody who reaches more', async () => {
    const reach = [{ facility: 'Riverside', environment: 'production' }];
    const { viewer: near } = await personFor('administrator', { reach });
    for (const more of [{}, { facilities: ['Riverside'] }, { reach: [{ team: 'EHR platform' }] }]) {
      const id = await person('viewer', more);
      await expect(changeRole(near, { id, role: 'administrator' })).rejects.toMatchObject(refused);
      await expect(
        changeReach(near, { id, reach: [{ facility: 'Riverside', environment: 'production' }] }),
      ).rejects.toMatchObject(refused);
      await expect(disableUser(near, { id, disabled: true })).rejects.toMatchObject(refused);
      await expect(endSessionsOfUser(near, { id })).rejects.toMatchObject(refused);
      const grants = await db().roleGrant.count({ where: { userId: BigInt(id) } });
      expect(grants).toBe(1);
    }
    const within = await person('viewer', {
      reach: [{ facility: 'Riverside', environment: 'production', team: 'EHR platform' }],
    });
    await changeRole(near, { id: within, role: 'engineer' });
    await expect(changeReach(near, { id: within, facilities: ['Riverside'] })).rejects.toMatchObject(refused);
    await changeReach(near, { id: within, reach: [{ facility: 'Riverside', environment: 'production' }] });
  });

  test('gives nothing that lasts longer than what they have', async () => {
    const { viewer } = await personFor('administrator');
    const brief = { ...viewer, until: inHours(24) };
    await expect(createUser(brief, { email: 'long@example.org', role: 'viewer', password })).rejects.toMatchObject(
      refused,
    );
    const id = await person('viewer');
    await expect(changeRole(brief, { id, role: 'engineer' })).rejects.toMatchObject(refused);
    await changeRole(brief, { id, role: 'engineer', until: inHours(12) });
    await expect(changeReach(brief, { id, facilities: ['Riverside'] })).rejects.toMatchObject(refused);
    await changeReach(brief, { id, reach: [{ facility: 'Riverside', until: inHours(12).toISOString() }] });
  });

  test('is not all that is left: the last administrator without an end who reaches everything stays', async () => {
    const last = { code: 'conflict' };
    await db().$executeRaw`UPDATE user_account SET disabled_at = now()`;
    const id = await person('administrator');
    await person('administrator', { facilities: ['Riverside'] });
    await person('administrator', { until: inHours(24).toISOString() });
    await expect(changeReach(operator, { id, facilities: ['Riverside'] })).rejects.toMatchObject(last);
    await expect(changeRole(operator, { id, role: 'administrator', until: inHours(24) })).rejects.toMatchObject(last);
    await expect(disableUser(operator, { id, disabled: true })).rejects.toMatchObject(last);
    await person('administrator');
    await changeReach(operator, { id, facilities: ['Riverside'] });
  });
});
