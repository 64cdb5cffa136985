import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { FilterBar } from '@/components/ui/filter-bar';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import { StateChip, StateText } from '@/components/ui/state';
import { StatusTabs } from '@/components/ui/status-tabs';
import { TableFoot } from '@/components/ui/table-foot';
import { Ago } from '@/components/ui/time';
import { can, type Viewer } from '@/lib/access/viewer';
import { encryptionFacets } from '@/lib/queries/encryption-facets';
import { kindWords } from '@/lib/queries/kind-words';
import { type EncryptionFilter, type EncryptionRow, listEncryption } from '@/lib/queries/list-encryption';

type LedgerProps = { viewer: Viewer; filter: EncryptionFilter; url: PageUrl; asOf: Date };

const tabs = [
  ['Not encrypted, or not known', 'unencrypted,unknown'],
  ['Not encrypted', 'unencrypted'],
  ['Unknown', 'unknown'],
  ['Encrypted', 'encrypted'],
  ['Not applicable', 'not-applicable'],
] as const;

/** Each resource with its state, why we say so and since when; the unencrypted first. */
export async function Ledger({ viewer, filter, url, asOf }: LedgerProps) {
  const status = filter.status ?? ['unencrypted', 'unknown'];
  const [list, facets] = await Promise.all([
    listEncryption(viewer, { ...filter, status }),
    encryptionFacets(viewer, filter),
  ]);
  const columns: Column<EncryptionRow>[] = [
    { key: 'name', title: 'Resource', mono: true, render: (row) => row.name },
    { key: 'status', title: 'State', render: (row) => <EncryptionState status={row.status} /> },
    { key: 'kind', title: 'Kind', quiet: true, hideBelow: 600, render: (row) => kindWords(row.kind).title },
    { key: 'reason', title: 'Why we say so', fill: true, hideBelow: 600, render: (row) => row.reason },
    {
      key: 'host',
      title: 'Host',
      mono: true,
      hideBelow: 900,
      render: (row) =>
        row.hostId && row.host ? (
          <SafeLink href={`/fleet/${row.hostId}`}>{row.host}</SafeLink>
        ) : (
          <span className="t3">none</span>
        ),
    },
    {
      key: 'facility',
      title: 'Facility',
      quiet: true,
      hideBelow: 900,
      render: (row) => row.facility ?? <span className="t3">none</span>,
    },
    { key: 'since', title: 'Since', align: 'end', render: (row) => <Ago at={row.since} asOf={asOf} /> },
    { key: 'team', title: 'Team', quiet: true, hideBelow: 1180, render: (row) => row.team ?? '' },
  ];
  const exportHref = linkTo(
    { path: '/api/v1/encryption', params: { ...url.params, status: status.join(',') } },
    { format: 'csv', limit: null },
  );
  const current = status.join(',');
  return (
    <>
      <StatusTabs
        label="States of encryption"
        tabs={tabs.map(([label, value]) => ({
          label,
          href: `${linkTo(url, { status: value })}#ledger`,
          count: value.split(',').reduce((sum, word) => sum + (facets.byStatus.get(word) ?? 0), 0),
          current: current === value,
        }))}
      />
      <FilterBar
        url={url}
        search="name, id, address, tag"
        facets={[
          {
            key: 'kind',
            title: 'Kind',
            values: facets.values.kind.map((it) => ({ ...it, label: kindWords(it.value).plural })),
          },
          { key: 'facility', title: 'Facility', values: facets.values.facility },
          { key: 'account', title: 'Account', values: facets.values.account },
          { key: 'region', title: 'Region', values: facets.values.region },
          { key: 'team', title: 'Team', values: facets.values.team },
        ]}
      />
      <Box id="ledger" label="Encryption ledger">
        {list.rows.length === 0 ? (
          <Empty title="Nothing here." clearHref="/encryption">
            {facets.total === 0
              ? 'Nothing that holds or carries data was observed at this time.'
              : `${facets.total} resources were looked at; none is ${current.replace(',', ' or ')}.`}
          </Empty>
        ) : (
          <DataTable
            name="Encryption"
            columns={columns}
            rows={list.rows}
            rowKey={(row) => `${row.id} ${row.check}`}
            rowHref={(row) => `/fleet/${row.id}`}
            secondLine={(row) => row.host ?? row.facility ?? row.reason}
          />
        )}
        <TableFoot
          noun="resources"
          total={list.total}
          shown={list.rows.length}
          url={url}
          next={list.next}
          {...(can(viewer, 'export') ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}

function EncryptionState({ status }: { status: EncryptionRow['status'] }) {
  if (status === 'encrypted') return <StateText state="encrypted" />;
  return <StateChip state={status === 'not-applicable' ? 'na' : status} />;
}
