import type { Metadata } from 'next';
import { BadFilter } from '@/components/coverage/bad-filter';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl, paramOf } from '@/components/ui/page-url';
import { StatusTabs } from '@/components/ui/status-tabs';
import { TableFoot } from '@/components/ui/table-foot';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { BreakGlassFilter, listBreakGlass } from '@/lib/queries/list-break-glass';
import { breakGlassColumns } from './break-glass-columns';
import { BreakGlassDetail } from './break-glass-detail';

export const metadata: Metadata = { title: 'Break-glass' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Sign-ins with a local account while a provider was enabled: why, what was done, and who reviewed it. */
export default async function BreakGlassPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = BreakGlassFilter.safeParse(params);
  const url: PageUrl = { path: '/settings/break-glass', params };
  if (!filter.success) return <BadFilter issues={filter.error.issues} path={url.path} />;
  const tabs = <SettingsTabs current="break-glass" may={(permission) => can(viewer, permission)} />;
  if (!can(viewer, 'break-glass:read'))
    return (
      <>
        <PageHead title="Settings" crumb="Break-glass" />
        {tabs}
        <Note kind="refused">
          Your role does not see emergency sign-ins. It needs the permission <code>break-glass:read</code>.
        </Note>
      </>
    );
  const list = await listBreakGlass(viewer, filter.data);
  const reviews = can(viewer, 'break-glass:review') && viewer.kind === 'person' && list.asOf === null;
  const { open: _, ...exported } = params;
  const exportHref = linkTo({ path: '/api/v1/break-glass', params: exported }, { format: 'csv', limit: null });
  return (
    <>
      <PageHead
        title="Settings"
        crumb="Break-glass"
        coverage="Sign-ins with a local account while an identity provider was enabled. Each is reviewed by somebody else within 7 days."
      />
      {tabs}
      <StatusTabs label="Review" tabs={reviewTabs(url)} />
      <Box label="Emergency sign-ins">
        {list.rows.length === 0 ? (
          filter.data.state === undefined ? (
            <Empty title="Nobody broke the glass.">A local account was not needed while a provider was enabled.</Empty>
          ) : (
            <Empty title="No emergency sign-in is in this state." clearHref={url.path} />
          )
        ) : (
          <DataTable
            name="Emergency sign-ins"
            columns={breakGlassColumns(filter.data.asOf ?? new Date())}
            rows={list.rows}
            rowKey={({ id }) => id}
            url={url}
            detail={{
              open: paramOf(url, 'open'),
              href: ({ id }) => linkTo(url, { open: params.open === id ? null : id, cursor: paramOf(url, 'cursor') }),
              render: (used) => (
                <BreakGlassDetail used={used} review={!reviews ? 'no' : used.userId === viewer.id ? 'own' : 'may'} />
              ),
            }}
          />
        )}
        <TableFoot
          noun="sign-ins"
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

function reviewTabs(url: PageUrl) {
  const tabs = { all: 'All', open: 'Waiting for a review', overdue: 'Overdue', reviewed: 'Reviewed' };
  const current = paramOf(url, 'state') ?? 'all';
  return Object.entries(tabs).map(([state, label]) => ({
    label,
    href: linkTo(url, { state: state === 'all' ? null : state, open: null }),
    current: state === current,
  }));
}
