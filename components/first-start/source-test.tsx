'use client';

import { formatNumber } from '@/components/ui/format-number';
import { Note } from '@/components/ui/note';
import { type State, StateText } from '@/components/ui/state';
import type { ScopeTest, SourceTest as Tried } from '@/lib/queries/get-source-test';
import styles from './first-start.module.css';
import { usePolled } from './use-polled';

const stateOf: Record<ScopeTest['outcome'], State> = {
  waiting: 'pending',
  complete: 'complete',
  partial: 'partial',
  refused: 'refused',
  failed: 'failed',
};

/** What each scope answered to a configuration that is being tried, as it comes in. */
export function SourceTest({ id }: { id: string }) {
  const tried = usePolled<Tried>(`/api/v1/sources/test/${id}`, (data) => data.ended);
  const scopes = tried?.scopes ?? [];
  const count = (...outcomes: ScopeTest['outcome'][]) => scopes.filter((it) => outcomes.includes(it.outcome)).length;
  return (
    <section className={styles.test} aria-label="Test" aria-live="polite">
      <p className={styles.testHead}>
        <b>Test</b>
        <span>
          {scopes.length === 0
            ? 'waiting for the worker'
            : `${count('complete', 'partial')} of ${scopes.length} answered, ${count('refused')} refused`}
        </span>
      </p>
      {tried?.problem ? <Note kind="error">{tried.problem}</Note> : null}
      <ul>
        {scopes.map((scope) => (
          <li key={scope.key}>
            <StateText
              state={stateOf[scope.outcome]}
              label={<code>{scope.action ?? `${scope.kind} ${scope.region ?? ''}`}</code>}
            />
            <span className={styles.quiet}>
              {scope.count === null ? (scope.outcome === 'waiting' ? 'asking' : null) : formatNumber(scope.count)}
            </span>
            {scope.problem ? <span className={styles.why}>{scope.problem}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
