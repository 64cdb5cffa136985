import { SendForm } from '@/components/settings/send-form';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Ago } from '@/components/ui/time';
import type { SessionRow } from '@/lib/queries/list-sessions';

/** One's own open sessions, each with the way to end it. */
export function SessionTable({ sessions }: { sessions: readonly SessionRow[] }) {
  const now = new Date();
  const columns: Column<SessionRow>[] = [
    {
      key: 'browser',
      title: 'Browser',
      fill: true,
      render: (row) => (
        <>
          {row.current ? <b>This one </b> : null}
          <span className="t2">{row.userAgent ?? 'unknown'}</span>
        </>
      ),
    },
    { key: 'address', title: 'Address', mono: true, hideBelow: 600, render: (row) => row.address ?? 'this machine' },
    { key: 'began', title: 'Began', hideBelow: 600, render: (row) => <Ago at={row.createdAt} asOf={now} words /> },
    { key: 'active', title: 'Last active', render: (row) => <Ago at={row.lastActiveAt} asOf={now} words /> },
    {
      key: 'end',
      title: 'End',
      render: (row) =>
        row.current ? null : <SendForm inline method="DELETE" action={`/api/v1/sessions/${row.id}`} submit="End" />,
    },
  ];
  return <DataTable name="Your sessions" columns={columns} rows={sessions} rowKey={({ id }) => id} />;
}
