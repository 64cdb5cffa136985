import type { Column } from '@/components/ui/data-table';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { ActivityRow } from '@/lib/queries/list-activity';
import { Who } from './who';

/** The columns of what was done in the estate, as CloudTrail tells it. */
export function activityColumns(asOf: Date): Column<ActivityRow>[] {
  return [
    {
      key: 'time',
      title: 'Time',
      mono: true,
      hideBelow: 600,
      render: (row) => <Stamp at={row.at} form="second" asOf={asOf} />,
    },
    {
      key: 'who',
      title: 'Who',
      render: (row) => <Who name={row.actor} role={row.actorKind} />,
    },
    {
      key: 'what',
      title: 'What',
      fill: true,
      render: (row) => (
        <>
          <span className="mono">
            {row.service}:{row.action}
          </span>{' '}
          <span className="t2 mono">{row.subjects.slice(0, 4).join(' ')}</span>
          {row.subjects.length > 4 ? <span className="t3"> and {row.subjects.length - 4} more</span> : null}
        </>
      ),
    },
    { key: 'result', title: 'Result', render: (row) => <StateText state={row.outcome} /> },
    {
      key: 'where',
      title: 'Account, region',
      quiet: true,
      hideBelow: 900,
      render: (row) => [row.account, row.region].filter(Boolean).join(' '),
    },
  ];
}
