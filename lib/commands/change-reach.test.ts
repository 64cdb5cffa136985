import { expect, test } from 'vitest';
import { operatorViewer } from '@/lib/access/viewer';
import { changeReach } from '@/lib/commands/change-reach';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { db } from '@/lib/db';
import { listUsers, UserFilter } from '@/lib/queries/list-users';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { personFor } from '@/lib/test-person';

useTestDatabase();

const operator = operatorViewer('root', 'test');
const reachOfUser = async (id: string) => {
  const { rows } = await listUsers(operator, UserFilter.parse({}));
  return rows
    .find((row) => row.id === id)
    ?.reach.map(({ facility, environment, team }) => [facility, environment, team]);
};

test('is given at creation and changed later, each with its audit event', async () => {
  const { id } = await createUser(operator, { email: 'a@example.org', role: 'engineer', facilities: ['Riverside'] });
  expect(await reachOfUser(id)).toEqual([['Riverside', null, null]]);
  await changeReach((await personFor('administrator')).viewer, {
    id,
    facilities: 'Riverside\nHôpital, nord',
    reason: 'moved',
  });
  expect(await reachOfUser(id)).toEqual([
    ['Hôpital, nord', null, null],
    ['Riverside', null, null],
  ]);
  await changeReach(operator, { id });
  const event = await db().auditEvent.findFirstOrThrow({ where: { action: 'reach.changed', reason: 'moved' } });
  expect([event.object, event.before, event.after]).toEqual([
    'a@example.org',
    '{"reach":["Riverside"]}',
    '{"reach":["Hôpital, nord","Riverside"]}',
  ]);
});

test('nobody gives more than they reach, nor takes from who reaches more', async () => {
  const { viewer: near } = await personFor('administrator', { facilities: ['Riverside'] });
  const refused = { code: 'forbidden', message: 'This goes beyond your own reach' };
  const { id } = await createUser(near, { email: 'b@example.org', role: 'viewer', facilities: ['Riverside'] });
  await expect(changeReach(near, { id })).rejects.toMatchObject(refused);
  await expect(changeReach(near, { id, facilities: ['Northgate'] })).rejects.toMatchObject(refused);
  await expect(createUser(near, { email: 'c@example.org', role: 'viewer' })).rejects.toMatchObject(refused);
  await expect(createToken(near, { name: 'all', role: 'administrator' })).rejects.toMatchObject(refused);
  const whole = await createUser(operator, { email: 'd@example.org', role: 'viewer' });
  await expect(changeReach(near, { id: whole.id, facilities: ['Riverside'] })).rejects.toMatchObject(refused);
  await createToken(near, { name: 'near', role: 'viewer', facilities: ['Riverside'] });
});

test('is refused without permission', async () => {
  const { id } = await createUser(operator, { email: 'e@example.org', role: 'viewer' });
  await expect(changeReach(await viewerFor('engineer'), { id })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(changeReach(operator, { id: '999', facilities: [] })).rejects.toMatchObject({ code: 'not-found' });
});
