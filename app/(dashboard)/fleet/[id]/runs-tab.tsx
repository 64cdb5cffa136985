import { BadFilter } from '@/components/coverage/bad-filter';
import { runColumns } from '@/components/runs/run-columns';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { StatusTabs } from '@/components/ui/status-tabs';
import { TableFoot } from '@/components/ui/table-foot';
import { can, type Viewer } from '@/lib/access/viewer';
import { listRuns } from '@/lib/queries/list-runs';
import { RunFilter } from '@/lib/queries/run-filter';

const views = [
  ['All', null],
  ['Eventful', 'eventful'],
  ['Failing', 'failing'],
  ['Pending', 'pending'],
] as const;

/** The runs of one host; uneventful runs of a day are one row. */
export async function RunsTab({
  viewer,
  hostId,
  url,
  asOf,
}: {
  viewer: Viewer;
  hostId: string;
  url: PageUrl;
  asOf: Date;
}) {
  const { outcome, cursor, asOf: wanted } = url.params;
  const filter = RunFilter.safeParse({
    host: hostId,
    period: '90d',
    ...(outcome ? { outcome } : {}),
    ...(cursor ? { cursor } : {}),
    ...(wanted ? { asOf: wanted } : {}),
  });
  if (!filter.success) return <BadFilter issues={filter.error.issues} path={url.path} part />;
  const { rows, next } = await listRuns(viewer, filter.data);
  const asked = new URLSearchParams({ host: hostId, period: '90d', format: 'csv' });
  return (
    <>
      <StatusTabs
        label="Outcome of the runs"
        tabs={views.map(([label, value]) => ({
          label,
          href: linkTo(url, { outcome: value }),
          current: (outcome ?? null) === value,
        }))}
      />
      <Box title="Runs" hint="90 days; uneventful runs of a day are one row">
        {rows.length === 0 ? (
          <Empty title="No run.">None of this kind was reported in these 90 days.</Empty>
        ) : (
          <DataTable
            name="Runs of a host"
            columns={runColumns(asOf, { ofOneHost: true })}
            rows={rows}
            rowKey={(row) => row.id}
            rowHref={(row) => `/runs/${row.id}`}
          />
        )}
        <TableFoot
          noun="rows"
          total={null}
          shown={rows.length}
          url={url}
          next={next}
          {...(can(viewer, 'export') ? { exportHref: `/api/v1/runs?${asked}` } : {})}
        />
      </Box>
    </>
  );
}
