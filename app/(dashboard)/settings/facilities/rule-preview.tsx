'use client';

import { Problem } from '@/components/ui/problem';
import { SafeLink } from '@/components/ui/safe-link';
import type { RulePreview as Preview } from '@/lib/queries/preview-rule';
import type { RuleConditions } from '@/lib/resources/place-rule';
import styles from './facilities.module.css';
import { fleetHref, placeWords } from './rule-words';

export type PreviewState = { of: RuleConditions; found: Preview | null; problem: string | null } | null;

/** What the conditions of a rule match now: how many of each kind, and the first. */
export function RulePreview({ state, plurals }: { state: PreviewState; plurals: Readonly<Record<string, string>> }) {
  if (state === null) return <p className="t3">A rule needs a condition. What it matches is shown here.</p>;
  if (state.problem !== null) return <Problem title={state.problem} />;
  if (state.found === null) return <p className="t3">Looking …</p>;
  const { counts, rows } = state.found;
  if (counts.length === 0) return <p>Nothing within your reach matches now.</p>;
  return (
    <div className={styles.preview}>
      <p>
        Matches now{' '}
        {counts.map(({ kind, count }) => `${count.toLocaleString('en-GB')} ${plurals[kind] ?? kind}`).join(', ')}.{' '}
        <SafeLink href={fleetHref(state.of)} className="link">
          Similar in the fleet list
        </SafeLink>
      </p>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <SafeLink href={`/fleet/${row.id}`} className="link">
              {row.name}
            </SafeLink>{' '}
            <span className="t3">belongs to {placeWords(row)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
