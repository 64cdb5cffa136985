import type { Column } from '@/components/ui/data-table';
import { formatNumber } from '@/components/ui/format-number';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { MonthRow } from '@/lib/queries/retention';

/** The columns of months that go next: which, how many events, when, and what keeps them. */
export function monthColumns(): Column<MonthRow>[] {
  return [
    { key: 'month', title: 'Month', render: (row) => <span className="mono">{row.month}</span> },
    { key: 'goes', title: 'Goes after', render: (row) => <Stamp at={row.goesAt} form="date" /> },
    { key: 'events', title: 'Events, about', align: 'end', hideBelow: 600, render: (row) => formatNumber(row.events) },
    {
      key: 'held',
      title: 'Held by',
      fill: true,
      render: (row) =>
        row.holds.length === 0 ? (
          <span className="t3">nothing</span>
        ) : (
          <StateText state="waived" label={row.holds.join(', ')} />
        ),
    },
  ];
}
