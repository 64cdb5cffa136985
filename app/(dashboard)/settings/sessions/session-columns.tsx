import { Who } from '@/components/audit/who';
import { SendForm } from '@/components/settings/send-form';
import type { Column } from '@/components/ui/data-table';
import { Ago } from '@/components/ui/time';
import { roleNames } from '@/lib/access/permissions';
import type { SessionRow } from '@/lib/queries/list-sessions';
import { browserWords } from './browser-words';

/** The columns of everybody's sessions; `changes` adds the ways to end them. */
export function sessionColumns(asOf: Date, changes: boolean): Column<SessionRow>[] {
  const columns: Column<SessionRow>[] = [
    {
      key: 'person',
      title: 'Person',
      sort: 'person',
      render: (row) => <Who name={row.name} role={row.role ? roleNames[row.role] : null} />,
    },
    {
      key: 'browser',
      title: 'Browser',
      quiet: true,
      hideBelow: 900,
      render: (row) => (
        <span title={row.userAgent ?? undefined}>
          {row.current ? <b>This one </b> : null}
          {browserWords(row.userAgent)}
        </span>
      ),
    },
    {
      key: 'address',
      title: 'Address',
      sort: 'address',
      mono: true,
      hideBelow: 600,
      render: (row) => row.address ?? 'this machine',
    },
    { key: 'by', title: 'Signed in with', quiet: true, hideBelow: 1180, render: (row) => row.by },
    {
      key: 'began',
      title: 'Began',
      sort: 'began',
      hideBelow: 900,
      render: (row) => <Ago at={row.createdAt} asOf={asOf} words />,
    },
    {
      key: 'active',
      title: 'Last active',
      sort: 'active',
      render: (row) => <Ago at={row.lastActiveAt} asOf={asOf} words />,
    },
    {
      key: 'ends',
      title: 'Ends',
      sort: 'ends',
      hideBelow: 1180,
      render: (row) => <Ago at={row.endsAt} asOf={asOf} words />,
    },
  ];
  if (!changes) return columns;
  return [
    ...columns,
    {
      key: 'end',
      title: 'End',
      render: (row) =>
        row.current ? null : (
          <div className="row wrap">
            <SendForm inline method="DELETE" action={`/api/v1/sessions/${row.id}`} submit="End" />
            <SendForm
              inline
              method="DELETE"
              action={`/api/v1/users/${row.userId}/sessions`}
              submit="End all of theirs"
              confirm={`End all sessions of ${row.name}? They sign in again to go on.`}
            />
          </div>
        ),
    },
  ];
}
