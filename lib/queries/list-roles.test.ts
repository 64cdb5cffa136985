import { expect, test } from 'vitest';
import { GET } from '@/app/api/v1/roles/route';
import { tokenRoles } from '@/lib/access/permissions';
import { operatorViewer } from '@/lib/access/viewer';
import { createToken } from '@/lib/commands/create-token';
import { listRoles, RoleFilter } from '@/lib/queries/list-roles';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

test('the table says of every permission who has it, as the code does', async () => {
  const { rows } = await listRoles(await viewerFor('viewer'), RoleFilter.parse({}));
  for (const [role, granted] of Object.entries(tokenRoles))
    expect(
      rows
        .filter((row) => row[role as keyof typeof tokenRoles])
        .map(({ permission }) => permission)
        .sort(),
    ).toEqual([...granted].sort());
});

test('it is taken away as CSV by those who may export, and as JSON by everybody', async () => {
  const ask = async (role: 'manager' | 'viewer' | 'ingest', format: string) => {
    const { secret } = await createToken(operatorViewer('test', 'test'), { name: role, role });
    return GET(
      new Request(`http://localhost/api/v1/roles${format}`, { headers: { authorization: `Bearer ${secret}` } }),
    );
  };
  const lines = (await (await ask('manager', '?format=csv')).text()).split('\r\n');
  expect(lines[0]).toBe('permission,words,viewer,engineer,manager,security-officer,auditor,administrator,ingest');
  expect(lines.find((line) => line.startsWith('users:write'))).toMatch(/,false,false,false,false,false,true,false$/);
  expect((await ask('viewer', '?format=csv')).status).toBe(403);
  expect((await ask('viewer', '')).status).toBe(200);
  expect((await ask('ingest', '')).status).toBe(403);
});
