import { conditionState } from '@/components/fleet/condition';
import { toolNames } from '@/components/fleet/tool-names';
import type { Column } from '@/components/ui/data-table';
import { StateText } from '@/components/ui/state';
import { Ago, Stamp } from '@/components/ui/time';
import type { HostRow } from '@/lib/queries/list-hosts';

const never = <span className="t3">never</span>;

/** The columns of the list of hosts; ages count from `asOf`. */
export function hostColumns(asOf: Date): Column<HostRow>[] {
  return [
    {
      key: 'host',
      title: 'Host',
      mono: true,
      sort: 'name',
      render: (row) => (
        <>
          {row.name}
          {row.goneAt ? <span className="t3"> gone {<Stamp at={row.goneAt} form="date" asOf={asOf} />}</span> : null}
        </>
      ),
    },
    {
      key: 'status',
      title: 'Last run',
      sort: 'status',
      render: (row) => <StateText state={conditionState(row.status)} />,
    },
    {
      key: 'tool',
      title: 'Tool',
      quiet: true,
      hideBelow: 900,
      render: (row) => (row.tool ? (toolNames[row.tool] ?? row.tool) : <span className="t3">none</span>),
    },
    {
      key: 'system',
      title: 'System',
      quiet: true,
      sort: 'system',
      hideBelow: 900,
      render: (row) => row.system ?? <span className="t3">not observed</span>,
    },
    {
      key: 'facility',
      title: 'Facility',
      quiet: true,
      sort: 'facility',
      hideBelow: 600,
      render: (row) => row.facility ?? <span className="t3">none</span>,
    },
    {
      key: 'ran',
      title: 'Ran',
      align: 'end',
      hideBelow: 600,
      render: (row) => (row.ranAt ? <Ago at={row.ranAt} asOf={asOf} /> : never),
    },
    {
      key: 'seen',
      title: 'Seen',
      align: 'end',
      hideBelow: 900,
      render: (row) =>
        row.seenAt ? <Ago at={row.seenAt} asOf={asOf} /> : <span className="t3">not in the cloud</span>,
    },
    { key: 'disks', title: 'Disks', sort: 'disks', hideBelow: 600, render: (row) => <Disks disks={row.disks} /> },
    {
      key: 'team',
      title: 'Team',
      quiet: true,
      sort: 'team',
      hideBelow: 1180,
      render: (row) => row.team ?? <span className="t3">none</span>,
    },
    {
      key: 'environment',
      title: 'Environment',
      quiet: true,
      hideBelow: 1180,
      render: (row) => row.environment ?? <span className="t3">none</span>,
    },
  ];
}

function Disks({ disks }: { disks: HostRow['disks'] }) {
  if (disks === null) return <span className="t3">none known</span>;
  return <StateText state={disks} />;
}
