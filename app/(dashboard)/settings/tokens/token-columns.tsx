import { reachWords } from '@/components/settings/reach-words';
import { SendForm } from '@/components/settings/send-form';
import type { Column } from '@/components/ui/data-table';
import { SafeLink } from '@/components/ui/safe-link';
import { StateText } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { roleNames } from '@/lib/access/permissions';
import type { TokenRow } from '@/lib/queries/list-tokens';

const looks = {
  valid: ['done', 'Valid'],
  expired: ['na', 'Expired'],
  revoked: ['refused', 'Revoked'],
} as const;

/** The columns of the list of tokens; `changes` adds the way to revoke them. */
export function tokenColumns(asOf: Date, changes: boolean): Column<TokenRow>[] {
  const columns: Column<TokenRow>[] = [
    {
      key: 'token',
      title: 'Token',
      render: (row) => (
        <>
          <span className="strong">{row.name}</span> <code className="t3">…{row.hint}</code>
        </>
      ),
    },
    { key: 'role', title: 'Role', render: (row) => <RoleOf token={row} /> },
    {
      key: 'state',
      title: 'State',
      render: (row) => <StateText state={looks[row.status][0]} label={looks[row.status][1]} />,
    },
    {
      key: 'reach',
      title: 'Reach',
      quiet: true,
      hideBelow: 1180,
      render: (row) => reachWords(row.reach, asOf),
    },
    { key: 'by', title: 'Made by', quiet: true, hideBelow: 900, render: (row) => row.createdBy },
    { key: 'expires', title: 'Expires', hideBelow: 600, render: (row) => <Ago at={row.expiresAt} asOf={asOf} words /> },
    {
      key: 'used',
      title: 'Last used',
      hideBelow: 600,
      render: (row) =>
        row.lastUsedAt ? <Ago at={row.lastUsedAt} asOf={asOf} words /> : <span className="t3">never</span>,
    },
  ];
  if (!changes) return columns;
  return [
    ...columns,
    {
      key: 'revoke',
      title: 'Revoke',
      render: (row) =>
        row.status === 'valid' ? (
          <SendForm
            inline
            method="DELETE"
            action={`/api/v1/tokens/${row.id}`}
            submit="Revoke"
            confirm={`Revoke ${row.name}? Whatever uses it is refused from its next request on.`}
          />
        ) : null,
    },
  ];
}

/** A token of one machine says which one. */
function RoleOf({ token: { role, host, hostId } }: { token: TokenRow }) {
  if (host === null) return roleNames[role];
  return (
    <>
      {roleNames[role]} of{' '}
      {hostId ? <SafeLink href={`/fleet/${hostId}`}>{host}</SafeLink> : <span className="t2">{host}</span>}
    </>
  );
}
