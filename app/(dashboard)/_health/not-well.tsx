import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { formatNumber } from '@/components/ui/format-number';
import { type State, StateChip } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { NotWell } from '@/lib/queries/list-not-well';
import styles from './health.module.css';

const chips: Record<NotWell['state'], { state: State; label?: string }> = {
  failing: { state: 'failed', label: 'Failing' },
  'cloud-ahead': { state: 'cloud-ahead' },
  'code-ahead': { state: 'code-ahead' },
  refused: { state: 'refused' },
  'scan-failed': { state: 'failed', label: 'Scan failed' },
  stale: { state: 'stale' },
  unencrypted: { state: 'unencrypted' },
  missing: { state: 'missing' },
  pending: { state: 'pending', label: 'Check run' },
};

/** What is not well, and nothing else: the worst of each kind. */
export function NotWellBox({ rows, total, asOf }: { rows: NotWell[]; total: number; asOf: Date }) {
  const columns: Column<NotWell>[] = [
    { key: 'where', title: 'Where', mono: true, render: (row) => row.where },
    { key: 'state', title: 'State', render: (row) => <StateChip {...chips[row.state]} /> },
    { key: 'what', title: 'What', fill: true, hideBelow: 600, render: (row) => row.what },
    { key: 'since', title: 'Since', align: 'end', render: (row) => <Ago at={row.since} asOf={asOf} /> },
    {
      key: 'through',
      title: 'Through',
      mono: true,
      width: 130,
      hideBelow: 900,
      render: (row) =>
        row.through ? (
          <span className={`clip ${styles.through}`} title={row.through}>
            {row.through}
          </span>
        ) : (
          <span className="t3">none found</span>
        ),
    },
    { key: 'who', title: 'Who', hideBelow: 1180, render: (row) => row.who ?? '' },
    { key: 'team', title: 'Team', quiet: true, hideBelow: 1180, render: (row) => row.team ?? '' },
  ];
  return (
    <Box title="Not well" hint={`${formatNumber(rows.length)} of ${formatNumber(total)}, worst first`}>
      {rows.length === 0 ? (
        <Empty title="Nothing is unwell.">
          Every host ran and reported, every scope was read, every rule is as the code says, every volume is encrypted.
        </Empty>
      ) : (
        <DataTable
          name="Not well"
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.state} ${row.href} ${row.where}`}
          rowHref={(row) => row.href}
          secondLine={(row) => row.what}
        />
      )}
    </Box>
  );
}
