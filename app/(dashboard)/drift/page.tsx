import { IconDownload } from '@tabler/icons-react';
import { BadFilter } from '@/components/coverage/bad-filter';
import { CoverageWords } from '@/components/coverage/coverage-words';
import { driftColumns } from '@/components/drift/drift-columns';
import { Box } from '@/components/ui/box';
import { ColumnChooser } from '@/components/ui/column-chooser';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { FilterBar } from '@/components/ui/filter-bar';
import { formatNumber } from '@/components/ui/format-number';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { StatusTabs } from '@/components/ui/status-tabs';
import { TableFoot } from '@/components/ui/table-foot';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { driftCounts } from '@/lib/queries/drift-counts';
import { driftFacets } from '@/lib/queries/drift-facets';
import { DriftFilter } from '@/lib/queries/drift-filter';
import { listDrift } from '@/lib/queries/list-drift';
import { DriftFigures } from './drift-figures';
import { DriftOverTime } from './drift-over-time';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What differs between code and cloud as of a date: the worst first, and of how many groups that is said. */
export default async function DriftPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = DriftFilter.safeParse(params);
  if (!filter.success) return <BadFilter issues={filter.error.issues} path="/drift" />;
  const url: PageUrl = { path: '/drift', params };
  const asOf = filter.data.asOf ?? new Date();
  const list = await listDrift(viewer, filter.data);
  const counts = await driftCounts(viewer, filter.data);
  const facets = await driftFacets(viewer, filter.data);
  const filtered = Object.keys(params).some((key) => !['asOf', 'limit', 'cursor'].includes(key));
  const all = filtered ? await driftCounts(viewer, { limit: 1, asOf: filter.data.asOf }) : counts;
  const shown = totalOf(filter.data, counts);
  const hidden = all.open - shown;
  const columns = driftColumns(asOf);
  const exportHref = linkTo({ ...url, path: '/api/v1/drift' }, { format: 'csv', limit: null });
  const exports = can(viewer, 'export');
  const chosen = filter.data.ahead?.join(',') ?? '';
  return (
    <>
      <PageHead
        title="Drift"
        coverage={
          <>
            {formatNumber(counts.compared)} of {formatNumber(counts.groups)} security groups are declared in code ·{' '}
            <CoverageWords {...list} asOf={asOf} />
          </>
        }
        actions={
          <>
            <ColumnChooser table="Drift" columns={columns.slice(1).map(({ key, title }) => ({ key, title }))} />
            {exports ? (
              <LinkButton href={exportHref} icon={IconDownload} download>
                Export
              </LinkButton>
            ) : null}
          </>
        }
      />
      <DriftFigures counts={counts} url={url} />
      <DriftOverTime viewer={viewer} filter={filter.data} />
      <StatusTabs
        label="Which side is ahead"
        tabs={(
          [
            ['All', '', counts.open],
            ['Cloud ahead', 'cloud', counts.cloud],
            ['Code ahead', 'code', counts.code],
            ['Both moved', 'both', counts.both],
          ] as const
        ).map(([label, ahead, count]) => ({
          label,
          count,
          href: linkTo(url, { ahead: ahead || null }),
          current: chosen === ahead,
        }))}
      />
      <FilterBar
        url={url}
        facets={(['facility', 'team', 'account', 'region'] as const).map((key) => ({
          key,
          title: `${key[0]?.toUpperCase()}${key.slice(1)}`,
          values: facets[key],
        }))}
        search="group, port, address, account"
      />
      <Box label="Drift">
        {list.rows.length === 0 ? (
          <Empty
            title={filtered ? 'No drift matches.' : 'No open drift.'}
            {...(filtered ? { clearHref: '/drift' } : {})}
          >
            {filtered ? `${formatNumber(hidden)} are hidden by the filters.` : lookedAt(counts)}
          </Empty>
        ) : (
          <DataTable
            name="Drift"
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            rowHref={(row) => `/drift/${row.id}`}
            secondLine={(row) => row.summary}
            ground={(row) => (row.worldOpen ? 'fail' : undefined)}
          />
        )}
        <TableFoot
          noun="groups"
          total={shown}
          shown={list.rows.length}
          {...(hidden > 0 ? { hidden: { count: hidden, by: 'the filters' } } : {})}
          note="what lets the world in stands first, then the oldest"
          url={url}
          next={list.next}
          {...(exports ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}

/** How many the filter lets through, with the tab that is chosen. */
function totalOf({ ahead }: DriftFilter, counts: { open: number; cloud: number; code: number; both: number }) {
  if (!ahead) return counts.open;
  return (['cloud', 'code', 'both'] as const)
    .filter((side) => ahead.includes(side))
    .reduce((sum, side) => sum + counts[side], 0);
}

/** Nothing is open: what was looked at, so that silence is no comfort where nobody looked. */
function lookedAt({
  compared,
  groups,
  declarations,
}: {
  compared: number;
  groups: number;
  declarations: number;
}): string {
  if (declarations === 0) return 'No code has been read yet: connect a Git repository under Sources.';
  if (groups === 0) return 'No security group has been observed yet: connect an account under Sources.';
  return `Every rule in ${formatNumber(compared)} groups is as the code says. ${formatNumber(groups - compared)} groups stand in no code.`;
}
