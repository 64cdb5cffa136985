import { IconDownload } from '@tabler/icons-react';
import { activityColumns } from '@/components/audit/activity-columns';
import { BadFilter } from '@/components/coverage/bad-filter';
import { CoverageWords } from '@/components/coverage/coverage-words';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { type Facet, FilterBar } from '@/components/ui/filter-bar';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl, paramOf } from '@/components/ui/page-url';
import { TableFoot } from '@/components/ui/table-foot';
import { can, type Viewer } from '@/lib/access/viewer';
import { activityFacets } from '@/lib/queries/activity-facets';
import { facetEvents } from '@/lib/queries/audit-facets';
import { ActivityFilter, listActivity } from '@/lib/queries/list-activity';
import { ActivityDetail } from './activity-detail';
import { AuditTabs } from './audit-tabs';
import { PeriodLinks } from './period-links';

type Props = { viewer: Viewer; params: Record<string, string | string[] | undefined> };

const titles = {
  actor: 'Actor',
  action: 'Action',
  service: 'Service',
  account: 'Account',
  facility: 'Facility',
} as const;

/** What was done in the estate, as CloudTrail tells it. */
export async function ActivityList({ viewer, params }: Props) {
  const parsed = ActivityFilter.safeParse(params);
  if (!parsed.success) return <BadFilter issues={parsed.error.issues} path="/audit?in=estate" />;
  const filter = parsed.data;
  const list = await listActivity(viewer, filter);
  const none = { actor: undefined, action: undefined, service: undefined, account: undefined, facility: undefined };
  const facets = await activityFacets(viewer, { ...filter, ...none });
  const open = list.rows.find(({ id }) => id === params.open);
  const asOf = filter.asOf ?? new Date();
  const url: PageUrl = { path: '/audit', params: { ...params, in: 'estate' } };
  const { in: _, open: __, ...exported } = params;
  const exportHref = linkTo({ path: '/api/v1/activity', params: exported }, { format: 'csv', limit: null });
  const bar: Facet[] = [
    ...Object.entries(titles).map(([key, title]) => ({ key, title, values: facets[key as keyof typeof titles] })),
    { key: 'subject', title: 'Touched', values: [] },
  ];
  return (
    <>
      <PageHead
        title="Audit"
        coverage={
          <>
            What was done in the estate, as CloudTrail tells it · times in UTC · kept without end ·{' '}
            <CoverageWords {...list} asOf={asOf} />
          </>
        }
        actions={
          can(viewer, 'export') ? (
            <LinkButton href={exportHref} icon={IconDownload} download>
              Export
            </LinkButton>
          ) : null
        }
      />
      <AuditTabs viewer={viewer} current="estate" />
      <FilterBar
        url={url}
        facets={bar.filter(({ key, values }) => values.length > 0 || url.params[key])}
        search="person, action, id of what was touched"
      >
        <PeriodLinks url={url} asOf={asOf} />
      </FilterBar>
      <Box label="Events in the estate">
        {list.rows.length === 0 ? (
          <Empty title="No event matches." clearHref="/audit?in=estate">
            {list.coverage.scopes.length === 0
              ? 'No source tells of activity yet: connect AWS with cloudtrail:LookupEvents under Sources.'
              : 'Events that changed nothing are left out unless reads=shown stands in the address.'}
          </Empty>
        ) : (
          <DataTable
            name="Events in the estate"
            columns={activityColumns(asOf)}
            rows={list.rows}
            rowKey={({ id }) => id}
            url={url}
            detail={{
              open: open?.id ?? null,
              href: ({ id }) => linkTo(url, { open: id === open?.id ? null : id, cursor: paramOf(url, 'cursor') }),
              render: (event) => <ActivityDetail viewer={viewer} event={event} />,
            }}
          />
        )}
        <TableFoot
          noun="events"
          total={null}
          shown={list.rows.length}
          note={`${filter.reads === 'hidden' ? 'reads are left out' : 'with reads'} · choices count the latest ${facetEvents} events`}
          url={url}
          next={list.next}
          {...(can(viewer, 'export') ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}
