import type { Column } from '@/components/ui/data-table';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { HoldRow } from '@/lib/queries/retention';

/** The columns of legal holds: which, what it matches, why, who and when. */
export function holdColumns(): Column<HoldRow>[] {
  return [
    { key: 'name', title: 'Hold', render: (row) => <span className="strong">{row.name}</span> },
    {
      key: 'state',
      title: 'State',
      render: (row) =>
        row.liftedAt ? <StateText state="na" label="Lifted" /> : <StateText state="done" label="Stands" />,
    },
    { key: 'matches', title: 'Holds', fill: true, render: matchWords },
    { key: 'reason', title: 'Reason', hideBelow: 900, render: (row) => row.reason },
    { key: 'by', title: 'Placed by', quiet: true, hideBelow: 900, render: (row) => row.placedBy },
    { key: 'placed', title: 'Placed', hideBelow: 600, render: (row) => <Stamp at={row.placedAt} form="date" /> },
    {
      key: 'lifted',
      title: 'Lifted',
      hideBelow: 1180,
      render: (row) =>
        row.liftedAt ? (
          <>
            <Stamp at={row.liftedAt} form="date" /> <span className="t3">{row.liftedBy}</span>
          </>
        ) : null,
    },
  ];
}

function matchWords({ actor, action, kind, object, from, to }: HoldRow): string {
  const day = (at: Date | null) => at?.toISOString().slice(0, 10);
  const words = [
    actor ? `by ${actor}` : null,
    action,
    kind ? `on ${kind}${object ? ` ${object}` : ''}` : object ? `on ${object}` : null,
    from ? `from ${day(from)}` : null,
    to ? `before ${day(to)}` : null,
  ].filter((word) => word !== null);
  return words.length === 0 ? 'the whole log' : words.join(', ');
}
