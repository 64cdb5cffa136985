import { expect, test } from 'vitest';
import { environmentProvider } from '@/lib/access/environment-provider';
import type { GroupRule } from '@/lib/access/provider';
import { roleOfGroups } from '@/lib/access/role-of-groups';

const place = (facility: string) => ({ facility, environment: null, team: null });
const groups: GroupRule[] = [
  { group: 'security', role: 'security-officer', reach: null },
  { group: 'ops-riverside', role: 'engineer', reach: [place('Riverside')] },
  { group: 'ops-northgate', role: 'engineer', reach: [place('Northgate')] },
  { group: 'ops', role: 'engineer', reach: null },
  { group: 'staff', role: 'viewer', reach: [place('Eastbrook')] },
];
const many = Array.from({ length: 201 }, (_, i) => (i === 0 ? 'ops' : `g${i}`));

test.each([
  [{ groups: ['a', 'ops'] }, 'engineer', null],
  [{ groups: ['ops', 'security'] }, 'security-officer', null],
  [{ groups: [] }, null, 'no-groups'],
  [{}, null, 'no-groups'],
  [{ groups: null }, null, 'no-groups'],
  [{ groups: 'ops' }, null, 'no-groups'],
  [{ groups: { 0: 'ops', length: 1 } }, null, 'no-groups'],
  [{ groups: ['ops', 7] }, null, 'no-groups'],
  [{ groups: ['OPS'] }, null, 'no-role'],
  [{ groups: [' ops'] }, null, 'no-role'],
  [{ groups: ['ops'], _claim_names: { groups: 'src1' } }, null, 'too-many-groups'],
  [{ _claim_names: { groups: 'src1' } }, null, 'too-many-groups'],
  [{ groups: ['ops'], hasgroups: true }, null, 'too-many-groups'],
  [{ groups: ['ops'], hasgroups: 'true' }, null, 'too-many-groups'],
  [{ groups: many }, null, 'too-many-groups'],
  [{ groups: many.slice(1, 200).concat('ops') }, 'engineer', null],
])('the groups of %j make %s, or say %s', (claims, role, reason) => {
  expect(roleOfGroups(claims, { groupsClaim: 'groups', groups })).toMatchObject({ role, reason });
});

test.each([
  [['ops-riverside'], [place('Riverside')]],
  [
    ['ops-northgate', 'ops-riverside', 'staff'],
    [place('Riverside'), place('Northgate')],
  ],
  [['ops-riverside', 'ops'], null],
  [['staff'], [place('Eastbrook')]],
])('%j reach what every line of their role gives', (given, reach) => {
  expect(roleOfGroups({ groups: given }, { groupsClaim: 'groups', groups }).reach).toEqual(reach);
});

test('the table of the environment takes no role that there is not', () => {
  process.env.AUTH_OIDC_ISSUER = 'https://id.example.org';
  process.env.AUTH_OIDC_ROLES = 'x=nobody, =viewer, a = viewer ';
  expect(environmentProvider()?.groups).toEqual([{ group: 'a', role: 'viewer', reach: null }]);
  process.env.AUTH_OIDC_ROLES = 'a=b=engineer';
  expect(environmentProvider()?.groups).toEqual([{ group: 'a=b', role: 'engineer', reach: null }]);
  delete process.env.AUTH_OIDC_ISSUER;
  delete process.env.AUTH_OIDC_ROLES;
});
