import { AheadText } from '@/components/drift/ahead-text';
import type { Column } from '@/components/ui/data-table';
import { Ago } from '@/components/ui/time';
import type { DriftRow } from '@/lib/queries/list-drift';

const none = <span className="t3">none</span>;

/** The columns of a list of drift; ages count from `asOf`. */
export function driftColumns(asOf: Date): Column<DriftRow>[] {
  return [
    { key: 'group', title: 'Group', render: (row) => row.name },
    { key: 'ahead', title: 'Ahead', render: (row) => <AheadText ahead={row.ahead} /> },
    { key: 'what', title: 'What differs', fill: true, hideBelow: 600, render: (row) => row.summary },
    { key: 'since', title: 'Since', hideBelow: 600, render: (row) => <Ago at={row.since} asOf={asOf} /> },
    {
      key: 'actor',
      title: 'Through',
      hideBelow: 900,
      render: (row) => row.actor ?? <span className="t3">not known</span>,
    },
    { key: 'facility', title: 'Facility', quiet: true, hideBelow: 900, render: (row) => row.facility ?? none },
    { key: 'team', title: 'Team', quiet: true, hideBelow: 1180, render: (row) => row.team ?? none },
    {
      key: 'account',
      title: 'Account',
      quiet: true,
      mono: true,
      hideBelow: 1180,
      render: (row) => [row.account, row.region].filter(Boolean).join(' ') || none,
    },
  ];
}
