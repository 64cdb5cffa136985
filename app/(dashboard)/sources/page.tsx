import type { Metadata } from 'next';
import { BadFilter } from '@/components/coverage/bad-filter';
import { SendForm } from '@/components/settings/send-form';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { formatNumber } from '@/components/ui/format-number';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { TableFoot } from '@/components/ui/table-foot';
import { Ago } from '@/components/ui/time';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { getSample } from '@/lib/queries/get-sample';
import { listSources, SourceFilter } from '@/lib/queries/list-sources';
import { AddSource } from './add-source';
import { RefusalNotes } from './refusal-notes';
import { sourceColumns } from './source-columns';
import { SourceDetail } from './source-detail';
import styles from './sources.module.css';

export const metadata: Metadata = { title: 'Sources' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where everything comes from: what was last read completely, what is refused, and what cannot be read. */
export default async function SourcesPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const { open: opened, ...params } = await searchParams;
  const filter = SourceFilter.safeParse(params);
  if (!filter.success) return <BadFilter issues={filter.error.issues} path="/sources" />;
  const [list, sample] = await Promise.all([listSources(viewer, filter.data), getSample(viewer)]);
  const asOf = list.asOf ?? new Date();
  const url: PageUrl = { path: '/sources', params };
  const open = typeof opened === 'string' ? opened : null;
  const now = list.asOf === null;
  const writes = can(viewer, 'sources:write') && now;
  const sound = list.rows.filter(({ state }) => state === 'ok').length;
  return (
    <>
      <PageHead
        title="Sources"
        coverage={
          <>
            {formatNumber(sound)} of {formatNumber(list.rows.length)} sources complete
            {list.observedAt ? (
              <>
                , the oldest <Ago at={list.observedAt} asOf={asOf} words />
              </>
            ) : null}
          </>
        }
        actions={
          writes && sample.loaded ? (
            <SendForm
              inline
              method="POST"
              action="/api/v1/sample"
              fixed={{ wish: 'remove' }}
              submit="Remove sample"
              done="It is being removed"
              confirm="Remove the sample estate with all its history? What was done in Plumbline stays in the audit log."
            />
          ) : undefined
        }
      />
      <RefusalNotes rows={list.rows} asOf={asOf} />
      <Box label="Sources">
        {list.rows.length === 0 ? (
          <Empty title={now ? 'No source yet.' : 'There was no source then.'}>
            Plumbline sees what its sources read, and nothing else.
          </Empty>
        ) : (
          <DataTable
            name="Sources"
            columns={sourceColumns({ asOf, now, runs: can(viewer, 'sources:run') && now })}
            rows={list.rows}
            rowKey={({ id }) => id}
            secondLine={(row) => row.provider}
            url={url}
            detail={{
              open,
              href: (row) => linkTo({ path: url.path, params }, { open: row.id === open ? null : row.id }),
              render: (row) => <SourceDetail viewer={viewer} source={row} asOf={list.asOf} removes={writes} />,
            }}
          />
        )}
        <TableFoot
          noun="sources"
          total={null}
          shown={list.rows.length}
          url={url}
          next={list.next}
          {...(can(viewer, 'export')
            ? { exportHref: linkTo({ path: '/api/v1/sources', params }, { format: 'csv', limit: null }) }
            : {})}
        />
      </Box>
      {now ? (
        <div className={styles.add} id="add">
          <AddSource mayAdd={writes} sampleLoaded={sample.loaded} sampleUnderWay={sample.wish === 'load'} />
        </div>
      ) : null}
    </>
  );
}
