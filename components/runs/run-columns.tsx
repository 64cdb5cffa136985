import { OutcomeText } from '@/components/runs/outcome-text';
import type { Column } from '@/components/ui/data-table';
import { Num } from '@/components/ui/num';
import { SafeLink } from '@/components/ui/safe-link';
import { Ago, Stamp } from '@/components/ui/time';
import type { RunListRow } from '@/lib/queries/list-runs';

const none = <span className="t3">none</span>;

/** The columns of a list of runs; ages count from `asOf`. On the page of one host the first column is the time. */
export function runColumns(asOf: Date, options: { ofOneHost?: boolean } = {}): Column<RunListRow>[] {
  const host: Column<RunListRow> = { key: 'host', title: 'Host', mono: true, render: (row) => row.host };
  const started: Column<RunListRow> = {
    key: 'started',
    title: 'Started',
    render: (row) => <Started row={row} asOf={asOf} />,
    ...(options.ofOneHost ? {} : { hideBelow: 600 as const }),
  };
  const outcome: Column<RunListRow> = {
    key: 'outcome',
    title: 'Outcome',
    render: (row) => <OutcomeText outcome={row.outcome} changed={row.changed} />,
  };
  const rest: Column<RunListRow>[] = [
    {
      key: 'ago',
      title: 'Ran',
      align: 'end',
      hideBelow: 900,
      render: (row) => <Ago at={row.startedAt} asOf={asOf} />,
    },
    { key: 'runs', title: 'Runs', align: 'end', hideBelow: 900, render: (row) => <Num value={row.runs} /> },
    { key: 'changed', title: 'Changed', align: 'end', hideBelow: 900, render: (row) => <Num value={row.changed} /> },
    {
      key: 'mode',
      title: 'Mode',
      quiet: true,
      hideBelow: 1180,
      render: (row) => (row.mode === 'check' ? 'check' : 'enforce'),
    },
    {
      key: 'revision',
      title: 'Revision',
      hideBelow: 900,
      render: (row) => <Revision revision={row.revision} />,
    },
    { key: 'actor', title: 'By', quiet: true, hideBelow: 1180, render: (row) => row.actor ?? none },
    { key: 'facility', title: 'Facility', quiet: true, hideBelow: 1180, render: (row) => row.facility ?? none },
    {
      key: 'what',
      title: 'Playbook or error',
      quiet: true,
      fill: true,
      hideBelow: 900,
      render: (row) => (row.error ? <span title={row.error}>{row.error}</span> : (row.playbook ?? none)),
    },
  ];
  if (options.ofOneHost) return [started, outcome, ...rest.filter((column) => column.key !== 'facility')];
  return [host, outcome, started, ...rest];
}

/** An entry that stands for several runs says since when. */
function Started({ row, asOf }: { row: RunListRow; asOf: Date }) {
  const stamp = <Stamp at={row.firstStartedAt} form="minute" asOf={asOf} />;
  return row.runs === 1 ? stamp : <span className="nowrap">since {stamp}</span>;
}

/** The first seven signs of a commit, leading to all runs of it. */
export function Revision({ revision }: { revision: string | null }) {
  if (revision === null) return none;
  return (
    <SafeLink href={`/runs?period=30d&revision=${encodeURIComponent(revision)}`} className="mono" title={revision}>
      {revision.slice(0, 7)}
    </SafeLink>
  );
}
