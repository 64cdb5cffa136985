import { IconCheck } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { PageHead } from '@/components/ui/page-head';
import { linkTo } from '@/components/ui/page-url';
import { TableFoot } from '@/components/ui/table-foot';
import { roleNames, type TokenRole, tokenRoles } from '@/lib/access/permissions';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { listRoles, RoleFilter, type RoleRow } from '@/lib/queries/list-roles';

export const metadata: Metadata = { title: 'Roles' };

/** The one table of who may do what, as the code has it. */
export default async function RolesPage() {
  const viewer = await requireViewer();
  const { rows } = await listRoles(viewer, RoleFilter.parse({}));
  const url = { path: '/settings/roles', params: {} };
  const columns: Column<RoleRow>[] = [
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
      (role): Column<RoleRow> => ({
        key: role,
        title: roleNames[role],
        render: (row) => <Granted granted={row[role]} />,
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
        <TableFoot
          noun="permissions"
          total={rows.length}
          shown={rows.length}
          url={url}
          {...(can(viewer, 'export')
            ? { exportHref: linkTo({ path: '/api/v1/roles', params: {} }, { format: 'csv' }) }
            : {})}
        />
      </Box>
    </>
  );
}

function Granted({ granted }: { granted: boolean }) {
  if (!granted) return <span className="t3">no</span>;
  return (
    <>
      <IconCheck size={14} stroke={1.75} aria-hidden /> yes
    </>
  );
}
