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
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { TableFoot } from '@/components/ui/table-foot';
import { isRole, roleNames } from '@/lib/access/permissions';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { idleTime } from '@/lib/queries/idle-time';
import { listSessions, SessionFilter } from '@/lib/queries/list-sessions';
import { sessionFacets } from '@/lib/queries/session-facets';
import { sessionColumns } from './session-columns';

export const metadata: Metadata = { title: 'Sessions' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Everybody who is signed in, from where and for how long; ended here, a session opens nothing within a second. */
export default async function SessionsPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = SessionFilter.safeParse({ ...params, whose: 'all' });
  const url: PageUrl = { path: '/settings/sessions', params };
  if (!filter.success) return <BadFilter issues={filter.error.issues} path={url.path} />;
  const tabs = <SettingsTabs current="sessions" may={(permission) => can(viewer, permission)} />;
  if (!can(viewer, 'security:read'))
    return (
      <>
        <PageHead title="Settings" crumb="Sessions" />
        {tabs}
        <Note kind="refused">
          Your role does not see the sessions of others. It needs the permission <code>security:read</code>.
        </Note>
      </>
    );
  const list = await listSessions(viewer, filter.data);
  const facets = await sessionFacets(viewer, { ...filter.data, role: undefined, by: undefined });
  const idle = await idleTime(viewer);
  const changes = can(viewer, 'users:write') && list.asOf === null;
  const exportHref = linkTo({ path: '/api/v1/sessions', params }, { format: 'csv', limit: null, whose: 'all' });
  return (
    <>
      <PageHead
        title="Settings"
        crumb="Sessions"
        coverage={`${formatNumber(facets.total)} open sessions · one ends after ${idle} minutes without its person, and after 12 hours`}
      />
      {tabs}
      <FilterBar
        url={url}
        search="person, address, browser"
        facets={[
          { key: 'role', title: 'Role', values: facets.values.role.map(named) },
          { key: 'by', title: 'Signed in with', values: facets.values.by },
        ]}
      />
      <Box label="Sessions">
        {list.rows.length === 0 ? (
          <Empty title="No session matches." clearHref={url.path} />
        ) : (
          <DataTable
            name="Sessions"
            columns={sessionColumns(filter.data.asOf ?? new Date(), changes)}
            rows={list.rows}
            rowKey={({ id }) => id}
            secondLine={({ address, by }) => `${address ?? 'this machine'} · ${by}`}
            url={url}
            defaultSort="-began"
          />
        )}
        <TableFoot
          noun="sessions"
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

function named({ value, count }: { value: string; count: number }) {
  return { value, count, label: isRole(value) ? roleNames[value] : 'No role' };
}
