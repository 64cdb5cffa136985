import { actionWords } from '@/components/audit/action-words';
import { Who } from '@/components/audit/who';
import type { Column } from '@/components/ui/data-table';
import { formatNumber } from '@/components/ui/format-number';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import { roleNames } from '@/lib/access/permissions';
import type { AuditRow } from '@/lib/queries/list-audit';

const kindWords = { person: null, token: 'Token', job: 'Job', operator: 'Operator', anonymous: null } as const;

/** The columns of what was done in Plumbline: when, who, what, with what result, under which number. */
export function auditColumns(asOf: Date): Column<AuditRow>[] {
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
      render: (row) => <Who name={row.actor} role={actorRole(row)} />,
    },
    {
      key: 'what',
      title: 'What',
      fill: true,
      render: (row) => (
        <>
          {actionWords(row.action)}{' '}
          <span className="t2">{row.object === row.actor ? null : (row.object ?? row.objectId)}</span>
        </>
      ),
    },
    { key: 'result', title: 'Result', render: (row) => <StateText state={row.outcome} /> },
    {
      key: 'number',
      title: 'No.',
      align: 'end',
      quiet: true,
      hideBelow: 900,
      render: (row) => formatNumber(Number(row.id)),
    },
  ];
}

function actorRole(row: AuditRow): string {
  const role = row.actorRole === null ? null : roleNames[row.actorRole];
  return [kindWords[row.actorKind], role].filter(Boolean).join(', ');
}
