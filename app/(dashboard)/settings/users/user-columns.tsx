import { Who } from '@/components/audit/who';
import { reachWords } from '@/components/settings/reach-words';
import type { Column } from '@/components/ui/data-table';
import { StateText } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { roleNames } from '@/lib/access/permissions';
import type { UserRow } from '@/lib/queries/list-users';

/** The columns of the list of users. */
export function userColumns(asOf: Date): Column<UserRow>[] {
  return [
    {
      key: 'user',
      title: 'User',
      render: (row) => <Who name={row.name} role={row.name === row.email ? null : row.email} />,
    },
    {
      key: 'role',
      title: 'Role',
      render: (row) =>
        row.role ? (
          <>
            {roleNames[row.role]}
            {row.roleUntil ? <span className="t3"> until {row.roleUntil.toISOString().slice(0, 10)}</span> : null}
          </>
        ) : (
          <span className="t3">no role</span>
        ),
    },
    {
      key: 'state',
      title: 'State',
      render: stateOf,
    },
    {
      key: 'signs-in',
      title: 'Signs in with',
      quiet: true,
      hideBelow: 900,
      render: (row) => (row.issuer ? 'single sign-on' : row.secondFactor ? 'password and code' : 'password'),
    },
    {
      key: 'reach',
      title: 'Reach',
      quiet: true,
      hideBelow: 1180,
      render: (row) => `${reachWords(row.reach, asOf)}${evidenceWords(row)}`,
    },
    {
      key: 'last',
      title: 'Last sign-in',
      hideBelow: 600,
      render: (row) =>
        row.lastSignInAt && row.lastSignInAt <= asOf ? (
          <Ago at={row.lastSignInAt} asOf={asOf} words />
        ) : (
          <span className="t3">{row.lastSignInAt ? 'later' : 'never'}</span>
        ),
    },
    { key: 'sessions', title: 'Open sessions', align: 'end', hideBelow: 900, render: (row) => row.sessions },
  ];
}

/** Which evidence an auditor may look at. */
function evidenceWords({ evidenceFrom, evidenceTo }: UserRow): string {
  if (evidenceFrom === null || evidenceTo === null) return '';
  return ` · evidence of ${evidenceFrom.toISOString().slice(0, 10)} to ${evidenceTo.toISOString().slice(0, 10)}`;
}

/** Closed is an alarm: somebody tried a hundred wrong passwords. */
function stateOf(row: UserRow) {
  if (row.disabledAt) return <span className="t3">Disabled</span>;
  return row.closedAt ? <StateText state="refused" label="Closed" /> : 'Enabled';
}
