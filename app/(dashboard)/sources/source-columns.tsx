import type { Column } from '@/components/ui/data-table';
import { formatDuration } from '@/components/ui/format-age';
import { formatNumber } from '@/components/ui/format-number';
import { Num } from '@/components/ui/num';
import { type State, StateText } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { SourceRow, SourceState } from '@/lib/queries/list-sources';
import { RunNow } from './run-now';

const looks: Record<SourceState, readonly [State, string]> = {
  ok: ['complete', 'Complete'],
  partial: ['partial', 'Partial'],
  refused: ['refused', 'Refused'],
  failed: ['failed', 'Failed'],
  stale: ['stale', 'Stale'],
  waiting: ['pending', 'Not collected yet'],
};

const providers: Record<SourceRow['provider'], string> = {
  aws: 'AWS',
  ansible: 'Ansible',
  git: 'Git',
  sample: 'Sample',
};

type Can = { asOf: Date; now: boolean; runs: boolean };

/** The columns of the list of sources. In the past nothing can be run. */
export function sourceColumns({ asOf, now, runs }: Can): Column<SourceRow>[] {
  const columns: Column<SourceRow>[] = [
    {
      key: 'source',
      title: 'Source',
      render: (row) => (
        <>
          <span className="strong">{row.name}</span> {row.sample ? <span className="t3">sample</span> : null}
        </>
      ),
    },
    { key: 'provider', title: 'Kind', quiet: true, hideBelow: 600, render: (row) => providers[row.provider] },
    {
      key: 'state',
      title: 'State',
      render: (row) => <StateText state={looks[row.state][0]} label={looks[row.state][1]} />,
    },
    {
      key: 'complete',
      title: 'Last complete',
      hideBelow: 600,
      render: (row) =>
        row.lastCompleteAt ? <Ago at={row.lastCompleteAt} asOf={asOf} words /> : <span className="t3">never</span>,
    },
    {
      key: 'next',
      title: 'Next slot',
      quiet: true,
      hideBelow: 900,
      render: (row) =>
        row.nextAt ? <Ago at={row.nextAt} asOf={asOf} words /> : <span className="t3">{whyNoSlot(row, now)}</span>,
    },
    {
      key: 'lag',
      title: 'Lag',
      align: 'end',
      hideBelow: 1180,
      render: (row) => (row.lagSeconds > 0 ? formatDuration(row.lagSeconds * 1000) : <span className="t3">none</span>),
    },
    {
      key: 'scopes',
      title: 'Scopes',
      align: 'end',
      hideBelow: 900,
      render: (row) => (
        <>
          {formatNumber(row.completeScopes)} <span className="t3">of {formatNumber(row.scopes)}</span>
        </>
      ),
    },
    {
      key: 'unreadable',
      title: 'Unreadable',
      align: 'end',
      hideBelow: 1180,
      render: (row) => <Num value={row.unreadable} />,
    },
  ];
  if (runs)
    columns.push({
      key: 'run',
      title: 'Collect',
      hideBelow: 600,
      render: (row) =>
        row.provider === 'ansible' ? (
          <span className="t3">pushed</span>
        ) : (
          <RunNow source={row.id} name={row.name} collecting={row.collecting !== null} />
        ),
    });
  return columns;
}

function whyNoSlot(row: SourceRow, now: boolean): string {
  if (row.provider === 'ansible') return 'is pushed';
  return now ? 'when asked' : 'in the past';
}
