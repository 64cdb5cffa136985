import { SendForm } from '@/components/settings/send-form';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { Num } from '@/components/ui/num';
import { type State, StateText } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { Viewer } from '@/lib/access/viewer';
import { listScopes, type ScopeRow } from '@/lib/queries/list-scopes';
import type { SourceRow } from '@/lib/queries/list-sources';
import styles from './sources.module.css';

const looks: Record<ScopeRow['outcome'], State> = {
  complete: 'complete',
  partial: 'partial',
  failed: 'failed',
  refused: 'refused',
  never: 'pending',
};

type SourceDetailProps = { viewer: Viewer; source: SourceRow; asOf: Date | null; removes: boolean };

/** The scopes of one source, those that are not complete first, and what could not be read. */
export async function SourceDetail({ viewer, source, asOf, removes }: SourceDetailProps) {
  const { scopes, unreadable } = await listScopes(viewer, { source: source.id, asOf });
  const reference = asOf ?? new Date();
  return (
    <div className={styles.detail}>
      {scopes.length === 0 ? (
        <Empty title="No scope yet.">They are known once the source was collected.</Empty>
      ) : (
        <DataTable
          name={`Scopes of ${source.name}`}
          rows={scopes}
          rowKey={(scope) => scope.key}
          columns={[
            { key: 'scope', title: 'Scope', mono: true, render: (scope) => scope.key },
            {
              key: 'state',
              title: 'Last scan',
              render: (scope) => (
                <StateText
                  state={scope.stale && scope.outcome === 'complete' ? 'stale' : looks[scope.outcome]}
                  {...(scope.refusedAction ? { label: <code>{scope.refusedAction}</code> } : {})}
                />
              ),
            },
            { key: 'seen', title: 'Seen', align: 'end', hideBelow: 600, render: (scope) => <Num value={scope.seen} /> },
            {
              key: 'complete',
              title: 'Complete',
              hideBelow: 600,
              render: (scope) =>
                scope.lastCompleteAt ? (
                  <Ago at={scope.lastCompleteAt} asOf={reference} words />
                ) : (
                  <span className="t3">never</span>
                ),
            },
            {
              key: 'problem',
              title: 'Why',
              quiet: true,
              fill: true,
              hideBelow: 900,
              render: (scope) => scope.problem,
            },
          ]}
        />
      )}
      {unreadable.length > 0 ? (
        <DataTable
          name={`Unreadable rows of ${source.name}`}
          rows={unreadable}
          rowKey={(row) => `${row.scope} ${row.externalId} ${row.at.toISOString()} ${row.reason}`}
          columns={[
            { key: 'id', title: 'Unreadable', mono: true, render: (row) => row.externalId ?? 'no id' },
            { key: 'reason', title: 'Why', render: (row) => row.reason },
            {
              key: 'excerpt',
              title: 'As it came',
              mono: true,
              fill: true,
              hideBelow: 900,
              render: (row) => row.excerpt,
            },
            { key: 'at', title: 'Seen', hideBelow: 600, render: (row) => <Ago at={row.at} asOf={reference} words /> },
          ]}
        />
      ) : null}
      {removes && !source.sample ? (
        <div className={styles.remove}>
          <SendForm
            inline
            method="DELETE"
            action={`/api/v1/sources/${source.id}`}
            submit="Remove source"
            confirm={`Remove ${source.name}? Nothing more is observed of it; its past stays.`}
          />
        </div>
      ) : null}
    </div>
  );
}
