import { IconCheck } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { PageHead } from '@/components/ui/page-head';
import { type Permission, permissions, roleNames, type TokenRole, tokenRoles } from '@/lib/access/permissions';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';

export const metadata: Metadata = { title: 'Roles' };

type Row = { permission: Permission; words: string };

/** The one table of who may do what, as the code has it. */
export default async function RolesPage() {
  const viewer = await requireViewer();
  const rows = Object.entries(permissions).map(([permission, words]) => ({
    permission: permission as Permission,
    words,
  }));
  const columns: Column<Row>[] = [
    { key: 'words', title: 'Permission', render: ({ words }) => words },
    {
      key: 'permission',
      title: 'Name',
      mono: true,
      quiet: true,
      hideBelow: 900,
      render: ({ permission }) => permission,
    },
    ...(Object.keys(tokenRoles) as TokenRole[]).map(
      (role): Column<Row> => ({
        key: role,
        title: roleNames[role],
        render: ({ permission }) => <Granted granted={isGranted(role, permission)} />,
      }),
    ),
  ];
  return (
    <>
      <PageHead
        title="Settings"
        crumb="Roles"
        coverage="Roles are the same for everybody and change with the code alone. Ingest is for tokens."
      />
      <SettingsTabs current="roles" may={(permission) => can(viewer, permission)} />
      <Box label="Roles">
        <DataTable name="Roles" columns={columns} rows={rows} rowKey={({ permission }) => permission} />
      </Box>
    </>
  );
}

function isGranted(role: TokenRole, permission: Permission): boolean {
  const granted: readonly Permission[] = tokenRoles[role];
  return granted.includes(permission);
}

function Granted({ granted }: { granted: boolean }) {
  if (!granted) return <span className="t3">no</span>;
  return (
    <>
      <IconCheck size={14} stroke={1.75} aria-hidden /> yes
    </>
  );
}
