import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { formatNumber } from '@/components/ui/format-number';
import { StateText } from '@/components/ui/state';
import type { GroupRule } from '@/lib/queries/get-resource';

const world = new Set(['0.0.0.0/0', '::/0']);

/** The rules of a security group, exploded: one protocol, one range, one peer each. */
export function RulesBox({ rules }: { rules: readonly GroupRule[] }) {
  const columns: Column<GroupRule>[] = [
    { key: 'ports', title: 'Ports', mono: true, render: (rule) => portsOf(rule) },
    {
      key: 'direction',
      title: 'Direction',
      quiet: true,
      render: (rule) => (rule.direction === 'ingress' ? 'in from' : 'out to'),
    },
    { key: 'peer', title: 'Peer', mono: true, render: (rule) => rule.peer },
    {
      key: 'state',
      title: 'Reach',
      render: (rule) =>
        world.has(rule.peer) && rule.direction === 'ingress' ? (
          <StateText state="fail" label="The world" />
        ) : (
          <span className="t3">limited</span>
        ),
    },
    {
      key: 'description',
      title: 'Description',
      fill: true,
      quiet: true,
      hideBelow: 600,
      render: (rule) => rule.description ?? '',
    },
  ];
  return (
    <Box title="Rules" aside={`${formatNumber(rules.length)} rules, exploded`}>
      {rules.length === 0 ? (
        <Empty title="No rules.">Nothing comes in and nothing goes out through this group.</Empty>
      ) : (
        <DataTable name="Rules" columns={columns} rows={rules} rowKey={(rule) => JSON.stringify(rule)} />
      )}
    </Box>
  );
}

function portsOf(rule: GroupRule): string {
  if (rule.protocol === '-1') return 'all';
  if (rule.fromPort === null) return rule.protocol;
  if (rule.protocol.startsWith('icmp')) return `${rule.protocol} type ${rule.fromPort} code ${rule.toPort}`;
  return `${rule.protocol} ${rule.fromPort === rule.toPort ? rule.fromPort : `${rule.fromPort}-${rule.toPort}`}`;
}
