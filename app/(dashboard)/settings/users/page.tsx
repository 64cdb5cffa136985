import type { Metadata } from 'next';
import { BadFilter } from '@/components/coverage/bad-filter';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { FilterBar } from '@/components/ui/filter-bar';
import { formatNumber } from '@/components/ui/format-number';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl, paramOf } from '@/components/ui/page-url';
import { TableFoot } from '@/components/ui/table-foot';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { listPlaces } from '@/lib/queries/list-places';
import { listUsers, UserFilter, type UserRow } from '@/lib/queries/list-users';
import { AddUser } from './add-user';
import { ChangeUser } from './change-user';
import { InviteAuditor } from './invite-auditor';
import { userColumns } from './user-columns';

export const metadata: Metadata = { title: 'Users' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Who may sign in, as what; opened, a row lets an administrator change it. */
export default async function UsersPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = UserFilter.safeParse(params);
  const url: PageUrl = { path: '/settings/users', params };
  const head = <SettingsTabs current="users" may={(permission) => can(viewer, permission)} />;
  if (!filter.success) return <BadFilter issues={filter.error.issues} path={url.path} />;
  if (!can(viewer, 'users:read'))
    return (
      <>
        <PageHead title="Settings" crumb="Users" />
        {head}
        <Note kind="refused">
          Your role does not see users. It needs the permission <code>users:read</code>.
        </Note>
      </>
    );
  const list = await listUsers(viewer, filter.data);
  const asOf = filter.data.asOf ?? new Date();
  const changes = can(viewer, 'users:write') && list.asOf === null;
  const known = changes ? await listPlaces(viewer) : null;
  const { open: _, ...exported } = params;
  const exportHref = linkTo({ path: '/api/v1/users', params: exported }, { format: 'csv', limit: null });
  return (
    <>
      <PageHead
        title="Settings"
        crumb="Users"
        coverage={`${formatNumber(list.rows.length)} users${list.next ? ' on this page' : ''} · roles as they were at the as-of date`}
      />
      {head}
      {known ? <AddUser known={known} /> : null}
      {known ? <InviteAuditor known={known} /> : null}
      <FilterBar url={url} facets={[]} search="name, e-mail address" />
      <Box label="Users">
        {list.rows.length === 0 ? (
          <Empty title="No user matches." clearHref={url.path} />
        ) : (
          <DataTable<UserRow>
            name="Users"
            columns={userColumns(asOf)}
            rows={list.rows}
            rowKey={({ id }) => id}
            url={url}
            {...(known
              ? {
                  detail: {
                    open: paramOf(url, 'open'),
                    href: ({ id }) =>
                      linkTo(url, { open: params.open === id ? null : id, cursor: paramOf(url, 'cursor') }),
                    render: (user) => <ChangeUser user={user} own={user.id === viewer.id} known={known} />,
                  },
                }
              : {})}
          />
        )}
        <TableFoot
          noun="users"
          total={null}
          shown={list.rows.length}
          url={url}
          next={list.next}
          {...(can(viewer, 'export') ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}
