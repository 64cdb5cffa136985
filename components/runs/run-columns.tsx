import { OutcomeText } from '@/components/runs/outcome-text';
import type { Column } from '@/components/ui/data-table';
import { formatNumber } from '@/components/ui/format-number';
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
    { key: 'failed', title: 'Failed', align: 'end', hideBelow: 1180, render: (row) => <Num value={row.failed} /> },
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
    { key: 'playbook', title: 'Playbook', quiet: true, hideBelow: 1180, render: (row) => row.playbook ?? none },
    { key: 'actor', title: 'By', quiet: true, hideBelow: 1180, render: (row) => row.actor ?? none },
    { key: 'facility', title: 'Facility', quiet: true, hideBelow: 1180, render: (row) => row.facility ?? none },
    { key: 'error', title: 'Error', quiet: true, fill: true, hideBelow: 1180, render: (row) => row.error ?? '' },
  ];
  if (options.ofOneHost) return [started, outcome, ...rest.filter((column) => column.key !== 'facility')];
  return [host, outcome, started, ...rest];
}

/** From the first to the last start where a row stands for several. */
function Started({ row, asOf }: { row: RunListRow; asOf: Date }) {
  if (row.runs === 1) return <Stamp at={row.startedAt} form="minute" asOf={asOf} />;
  return (
    <span className="nowrap" title={`${formatNumber(row.runs)} uneventful runs`}>
      <Stamp at={row.firstStartedAt} form="minute" asOf={asOf} />
      <span className="t3"> to </span>
      <Stamp at={row.startedAt} form="clock" asOf={asOf} />
    </span>
  );
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
