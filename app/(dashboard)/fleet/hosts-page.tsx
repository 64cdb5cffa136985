import { IconDownload } from '@tabler/icons-react';
import { BadFilter } from '@/components/coverage/bad-filter';
import { CoverageWords } from '@/components/coverage/coverage-words';
import { Box } from '@/components/ui/box';
import { ColumnChooser } from '@/components/ui/column-chooser';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { type Facet, FilterBar } from '@/components/ui/filter-bar';
import { formatNumber } from '@/components/ui/format-number';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { StatusTabs } from '@/components/ui/status-tabs';
import { TableFoot } from '@/components/ui/table-foot';
import { can, type Viewer } from '@/lib/access/viewer';
import { type HostFacet, hostFacets } from '@/lib/queries/host-facets';
import { HostFilter } from '@/lib/queries/host-filter';
import { kindCounts } from '@/lib/queries/kind-counts';
import { listHosts } from '@/lib/queries/list-hosts';
import { hostColumns } from './host-columns';
import { KindTabs } from './kind-tabs';

const titles: Partial<Record<HostFacet, string>> = {
  facility: 'Facility',
  environment: 'Environment',
  team: 'Team',
  account: 'Account',
  system: 'System',
  tool: 'Tool',
  disks: 'Disks',
  joined: 'Known to',
};
const joinedWords: Record<string, string> = {
  joined: 'cloud and tool',
  'cloud-only': 'the cloud alone, never seen by a tool',
  'managed-only': 'a tool alone, unknown to the cloud',
};
const tabs = [
  ['All', null],
  ['Failing', 'failing'],
  ['Not reported', 'not-reported'],
  ['Pending', 'pending'],
  ['Corrective', 'corrective'],
  ['Never managed', 'unmanaged'],
] as const;
const members: Record<string, readonly string[]> = {
  failing: ['failed', 'unreachable', 'interrupted'],
  'not-reported': ['missing'],
};

type Props = { viewer: Viewer; params: Record<string, string | string[] | undefined> };

/** The hosts of the fleet as of a date. */
export async function HostsPage({ viewer, params }: Props) {
  const filter = HostFilter.safeParse(params);
  if (!filter.success) return <BadFilter issues={filter.error.issues} path="/fleet" />;
  const asOf = filter.data.asOf ?? new Date();
  const [list, facets, kinds] = await Promise.all([
    listHosts(viewer, filter.data),
    hostFacets(viewer, filter.data),
    kindCounts(viewer, filter.data.asOf ?? null),
  ]);
  const url: PageUrl = { path: '/fleet', params };
  const columns = hostColumns(asOf);
  const exportHref = linkTo({ ...url, path: '/api/v1/hosts' }, { format: 'csv', limit: null });
  const count = (status: string | null) =>
    status === null
      ? [...facets.everyStatus.values()].reduce((sum, n) => sum + n, 0)
      : (members[status] ?? [status]).reduce((sum, word) => sum + (facets.everyStatus.get(word) ?? 0), 0);
  const chosen = filter.data.status?.join(',') ?? null;
  const bar: Facet[] = Object.entries(titles).map(([key, title]) => ({
    key,
    title,
    values: facets.values[key as HostFacet].map((value) => ({
      ...value,
      ...(key === 'joined' ? { label: joinedWords[value.value] ?? value.value } : {}),
    })),
  }));
  return (
    <>
      <PageHead
        title="Fleet"
        coverage={
          <>
            Of {formatNumber(facets.all)} hosts, {formatNumber(facets.total)} match ·{' '}
            <CoverageWords {...list} asOf={asOf} />
          </>
        }
        actions={
          <>
            <ColumnChooser table="Hosts" columns={columns.slice(1).map(({ key, title }) => ({ key, title }))} />
            {can(viewer, 'export') ? (
              <LinkButton href={exportHref} icon={IconDownload} download>
                Export
              </LinkButton>
            ) : null}
          </>
        }
      />
      <KindTabs current="host" counts={kinds} asOf={typeof params.asOf === 'string' ? params.asOf : undefined} />
      <StatusTabs
        label="Condition of the hosts"
        tabs={tabs.map(([label, status]) => ({
          label,
          count: count(status),
          href: linkTo(url, { status }),
          current: chosen === status,
        }))}
      />
      <FilterBar url={url} facets={bar} search="name, address, system, tag" />
      <Box label="Hosts">
        {list.rows.length === 0 ? (
          <Empty
            title={facets.all > 0 ? 'No host matches.' : 'No host yet.'}
            {...(facets.all > 0 ? { clearHref: '/fleet' } : {})}
          >
            {facets.all > 0
              ? `${formatNumber(facets.all)} hosts are hidden by the filters.`
              : 'No host was seen by any source at this time.'}
          </Empty>
        ) : (
          <DataTable
            name="Hosts"
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            rowHref={(row) => `/fleet/${row.id}`}
            secondLine={(row) => row.facility ?? row.system}
            url={url}
            defaultSort="name"
          />
        )}
        <TableFoot
          noun="hosts"
          total={facets.total}
          shown={list.rows.length}
          {...(facets.all > facets.total ? { hidden: { count: facets.all - facets.total, by: 'the filters' } } : {})}
          {...(list.asOf ? { note: 'ages count from the as-of date' } : {})}
          url={url}
          next={list.next}
          {...(can(viewer, 'export') ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}
