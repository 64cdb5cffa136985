import { Who } from '@/components/audit/who';
import type { Column } from '@/components/ui/data-table';
import { type State, StateText } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { BreakGlassRow } from '@/lib/queries/list-break-glass';

const looks: Record<BreakGlassRow['state'], [State, string]> = {
  open: ['pending', 'Waits for a review'],
  overdue: ['stale', 'Review is overdue'],
  reviewed: ['done', 'Reviewed'],
};

/** The columns of the list of emergency sign-ins. */
export function breakGlassColumns(asOf: Date): Column<BreakGlassRow>[] {
  return [
    {
      key: 'who',
      title: 'Who',
      render: (row) => <Who name={row.name} role={row.name === row.email ? null : row.email} />,
    },
    { key: 'at', title: 'Signed in', render: (row) => <Ago at={row.at} asOf={asOf} words /> },
    {
      key: 'state',
      title: 'Review',
      render: (row) => {
        const [state, label] = looks[row.state];
        return <StateText state={state} label={label} />;
      },
    },
    { key: 'reason', title: 'Reason', fill: true, hideBelow: 900, render: (row) => row.reason },
    { key: 'events', title: 'Audit events', align: 'end', hideBelow: 900, render: (row) => row.events },
  ];
}
