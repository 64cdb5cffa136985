import { IconDownload } from '@tabler/icons-react';
import { BadFilter } from '@/components/coverage/bad-filter';
import { CoverageWords } from '@/components/coverage/coverage-words';
import { outcomeLook } from '@/components/runs/outcome-text';
import { runColumns } from '@/components/runs/run-columns';
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
import { listRuns } from '@/lib/queries/list-runs';
import { runCounts } from '@/lib/queries/run-counts';
import { runDistribution } from '@/lib/queries/run-distribution';
import { runErrors } from '@/lib/queries/run-errors';
import { RunFilter } from '@/lib/queries/run-filter';
import { runOutcomes } from '@/lib/resources/run-outcome';
import { EqualErrors } from './equal-errors';
import { PeriodChoice, periodWords } from './period-choice';
import { RunDistribution } from './run-distribution';
import { runFacets } from './run-facets';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Runs of a period before the as-of date: what failed and why, what changed, what would. */
export default async function RunsPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = RunFilter.safeParse({ period: '24h', ...params });
  if (!filter.success) return <BadFilter issues={filter.error.issues} path="/runs" />;
  const url: PageUrl = { path: '/runs', params };
  const asOf = filter.data.asOf ?? new Date();
  const [list, counts, errors, rhythms] = await Promise.all([
    listRuns(viewer, filter.data),
    runCounts(viewer, filter.data),
    runErrors(viewer, filter.data),
    runDistribution(viewer, filter.data),
  ]);
  const filtered = Object.keys(params).some((key) => !['asOf', 'period', 'limit', 'cursor', 'errors'].includes(key));
  const all = filtered
    ? await runCounts(viewer, { limit: 1, period: filter.data.period, asOf: filter.data.asOf })
    : counts;
  const hidden = all.total - counts.total;
  const columns = runColumns(asOf);
  const exportHref = linkTo(
    { ...url, path: '/api/v1/runs' },
    { format: 'csv', limit: null, errors: null, period: filter.data.period },
  );
  const exports = can(viewer, 'export');
  const chosen = [filter.data.outcome ?? [], filter.data.status ?? []].flat().join(',');
  const period = periodWords[filter.data.period];
  return (
    <>
      <PageHead
        title="Runs"
        coverage={
          <>
            {formatNumber(counts.total)} entries{filtered ? ` of ${formatNumber(all.total)}` : ''}, {period} ·{' '}
            {formatNumber(counts.hosts)} hosts ran within 24 hours · <CoverageWords {...list} asOf={asOf} />
          </>
        }
        actions={
          <>
            <ColumnChooser table="Runs" columns={columns.slice(1).map(({ key, title }) => ({ key, title }))} />
            {exports ? (
              <LinkButton href={exportHref} icon={IconDownload} download>
                Export
              </LinkButton>
            ) : null}
          </>
        }
      />
      <StatusTabs
        label="Outcome of the runs"
        tabs={[
          {
            label: 'All',
            href: linkTo(url, { outcome: null, status: null }),
            count: counts.everyOutcome,
            current: chosen === '',
          },
          ...runOutcomes.map((outcome) => ({
            label: outcomeLook(outcome).word,
            href: linkTo(url, { outcome, status: null }),
            count: counts.byOutcome.get(outcome) ?? 0,
            current: chosen === outcome,
          })),
        ]}
      />
      <FilterBar url={url} facets={runFacets(params, counts, errors.rows)} search="host, playbook, revision, error">
        <PeriodChoice url={url} current={filter.data.period} />
      </FilterBar>
      {errors.total > 0 ? <EqualErrors errors={errors} url={url} asOf={asOf} period={period} /> : null}
      <RunDistribution rhythms={rhythms} url={url} />
      <Box label="Runs">
        {list.rows.length === 0 ? (
          <Empty
            title={filtered ? 'No run matches.' : 'No run was reported.'}
            {...(filtered ? { clearHref: `/runs?period=${filter.data.period}` } : {})}
          >
            {filtered
              ? `${formatNumber(hidden)} entries, ${period}, are hidden by the filters.`
              : `What was looked at: every run within your reach, ${period}. Hosts report at the end of each run.`}
          </Empty>
        ) : (
          <DataTable
            name="Runs"
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            rowHref={(row) => `/runs/${row.id}`}
            secondLine={(row) => row.error ?? row.playbook ?? row.facility}
          />
        )}
        <TableFoot
          noun="entries"
          total={counts.total}
          shown={list.rows.length}
          {...(hidden > 0 ? { hidden: { count: hidden, by: 'the filters' } } : {})}
          note="uneventful runs of a host and a UTC day are one entry"
          url={url}
          next={list.next}
          {...(exports ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}
