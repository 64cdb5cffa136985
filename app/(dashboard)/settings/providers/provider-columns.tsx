import type { Column } from '@/components/ui/data-table';
import { Ago } from '@/components/ui/time';
import { roleNames } from '@/lib/access/permissions';
import type { ProviderRow } from '@/lib/queries/list-providers';

/** The columns of the list of providers. */
export function providerColumns(asOf: Date): Column<ProviderRow>[] {
  return [
    { key: 'name', title: 'Provider', render: (row) => row.name },
    {
      key: 'state',
      title: 'State',
      render: (row) => (row.enabled ? 'Enabled' : <span className="t3">Not enabled</span>),
    },
    { key: 'issuer', title: 'Issuer', mono: true, fill: true, hideBelow: 900, render: (row) => row.issuer },
    {
      key: 'groups',
      title: 'Groups that give a role',
      quiet: true,
      hideBelow: 1180,
      render: (row) =>
        row.groups.length === 0
          ? 'none: nobody is let in'
          : [...new Set(row.groups.map(({ role }) => roleNames[role]))].join(', '),
    },
    { key: 'people', title: 'People', align: 'end', hideBelow: 600, render: (row) => row.people },
    {
      key: 'changed',
      title: 'Changed',
      quiet: true,
      hideBelow: 900,
      render: (row) => (row.changedAt ? <Ago at={row.changedAt} asOf={asOf} words /> : 'in the environment'),
    },
  ];
}
