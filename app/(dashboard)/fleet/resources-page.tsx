import { IconDownload } from '@tabler/icons-react';
import { BadFilter } from '@/components/coverage/bad-filter';
import { CoverageWords } from '@/components/coverage/coverage-words';
import { Box } from '@/components/ui/box';
import { ColumnChooser } from '@/components/ui/column-chooser';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { FilterBar } from '@/components/ui/filter-bar';
import { formatNumber } from '@/components/ui/format-number';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { StateText } from '@/components/ui/state';
import { TableFoot } from '@/components/ui/table-foot';
import { Ago } from '@/components/ui/time';
import { can, type Viewer } from '@/lib/access/viewer';
import { kindCounts } from '@/lib/queries/kind-counts';
import { kindWords } from '@/lib/queries/kind-words';
import { listResources, type ResourceRow } from '@/lib/queries/list-resources';
import { type ResourceFacet, resourceFacets } from '@/lib/queries/resource-facets';
import { ResourceFilter } from '@/lib/queries/resource-filter';
import { KindTabs } from './kind-tabs';

const titles: Record<ResourceFacet, string> = {
  facility: 'Facility',
  account: 'Account',
  region: 'Region',
  environment: 'Environment',
  team: 'Team',
  status: 'State',
  encryption: 'Encryption',
};

type Props = { viewer: Viewer; params: Record<string, string | string[] | undefined> };

/** Resources of one kind as of a date. */
export async function ResourcesPage({ viewer, params }: Props) {
  const filter = ResourceFilter.safeParse(params);
  if (!filter.success) return <BadFilter issues={filter.error.issues} path="/fleet" />;
  const asOf = filter.data.asOf ?? new Date();
  const kind = filter.data.kind?.[0] ?? 'host';
  const words = kindWords(kind);
  const [list, facets, kinds] = await Promise.all([
    listResources(viewer, filter.data),
    resourceFacets(viewer, filter.data),
    kindCounts(viewer, filter.data.asOf ?? null),
  ]);
  const url: PageUrl = { path: '/fleet', params };
  const columns = columnsOf(list.rows, asOf);
  const exportHref = linkTo({ ...url, path: '/api/v1/resources' }, { format: 'csv', limit: null });
  const all = kinds.get(kind) ?? 0;
  return (
    <>
      <PageHead
        title={words.plural}
        coverage={
          <>
            Of {formatNumber(all)}, {formatNumber(facets.total)} match · <CoverageWords {...list} asOf={asOf} />
          </>
        }
        actions={
          <>
            <ColumnChooser table={words.plural} columns={columns.slice(1).map(({ key, title }) => ({ key, title }))} />
            {can(viewer, 'export') ? (
              <LinkButton href={exportHref} icon={IconDownload} download>
                Export
              </LinkButton>
            ) : null}
          </>
        }
      />
      <KindTabs current={kind} counts={kinds} asOf={typeof params.asOf === 'string' ? params.asOf : undefined} />
      <FilterBar
        url={url}
        facets={(Object.keys(titles) as ResourceFacet[])
          .filter((key) => facets.values[key].some(({ value }) => value !== 'none'))
          .map((key) => ({ key, title: titles[key], values: facets.values[key] }))}
        search="name, id, address, tag"
      />
      <Box label={words.plural}>
        {list.rows.length === 0 ? (
          <Empty title={`No ${words.title.toLowerCase()} matches.`} clearHref={`/fleet?kind=${kind}`}>
            {all > 0 ? `${formatNumber(all)} are hidden by the filters.` : 'None was seen by any source at this time.'}
          </Empty>
        ) : (
          <DataTable
            name={words.plural}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            rowHref={(row) => `/fleet/${row.id}`}
            secondLine={(row) => row.facility ?? row.account}
            url={url}
            defaultSort="name"
          />
        )}
        <TableFoot
          noun={words.plural.toLowerCase()}
          total={facets.total}
          shown={list.rows.length}
          {...(all > facets.total ? { hidden: { count: all - facets.total, by: 'the filters' } } : {})}
          url={url}
          next={list.next}
          {...(can(viewer, 'export') ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}

function columnsOf(rows: readonly ResourceRow[], asOf: Date): Column<ResourceRow>[] {
  const has = (test: (row: ResourceRow) => unknown) => rows.some((row) => test(row));
  return [
    { key: 'name', title: 'Name', mono: true, sort: 'name', render: (row) => row.name },
    ...(has((row) => row.encryption)
      ? [
          {
            key: 'encryption',
            title: 'Encryption',
            render: (row: ResourceRow) => (row.encryption ? <StateText state={row.encryption as 'encrypted'} /> : null),
          },
        ]
      : []),
    ...(has((row) => row.status)
      ? [
          {
            key: 'status',
            title: 'State',
            sort: 'status',
            render: (row: ResourceRow) => <ResourceStatus status={row.status} />,
          },
        ]
      : []),
    {
      key: 'externalId',
      title: 'Id',
      mono: true,
      quiet: true,
      hideBelow: 900 as const,
      render: (row) => shortId(row.externalId),
    },
    ...(has((row) => row.system)
      ? [
          {
            key: 'system',
            title: 'Type',
            quiet: true,
            hideBelow: 900 as const,
            render: (row: ResourceRow) => row.system,
          },
        ]
      : []),
    {
      key: 'facility',
      title: 'Facility',
      quiet: true,
      sort: 'facility',
      hideBelow: 600 as const,
      render: (row) => row.facility ?? <span className="t3">none</span>,
    },
    {
      key: 'account',
      title: 'Account',
      mono: true,
      quiet: true,
      hideBelow: 900 as const,
      render: (row) => [row.account, row.region].filter(Boolean).join(' '),
    },
    {
      key: 'since',
      title: 'As it is since',
      align: 'end',
      sort: 'since',
      hideBelow: 600 as const,
      render: (row) => <Ago at={row.since} asOf={asOf} />,
    },
    {
      key: 'team',
      title: 'Team',
      quiet: true,
      hideBelow: 1180 as const,
      render: (row) => row.team ?? <span className="t3">none</span>,
    },
  ];
}

function ResourceStatus({ status }: { status: string | null }) {
  if (status === 'world-open') return <StateText state="fail" label="Open to the world" />;
  if (status === 'closed') return <StateText state="na" label="Not open to the world" />;
  return status ?? <span className="t3">not said</span>;
}

/** The last part of an ARN tells it from its namesakes. */
function shortId(id: string): string {
  return id.startsWith('arn:') ? id.split(':').slice(5).join(':') : id;
}
