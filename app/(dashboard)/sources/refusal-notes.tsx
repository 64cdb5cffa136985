import { CopyButton } from '@/components/ui/copy-button';
import { formatNumber } from '@/components/ui/format-number';
import { Note } from '@/components/ui/note';
import { Ago } from '@/components/ui/time';
import type { SourceRow } from '@/lib/queries/list-sources';
import styles from './sources.module.css';

/** One note for each action that a source is refused: where, since when, what it means, and the line to add. */
export function RefusalNotes({ rows, asOf }: { rows: readonly SourceRow[]; asOf: Date }) {
  const refusals = rows.flatMap((row) => row.refusals.map((refusal) => ({ ...refusal, source: row.name })));
  if (refusals.length === 0) return null;
  return (
    <div className={styles.notes}>
      {refusals.map(({ source, action, scopes, regions, since }) => (
        <Note key={`${source} ${action}`} kind="refused">
          <p>
            <code>{action}</code> is refused to <b>{source}</b> in {formatNumber(scopes)}{' '}
            {scopes === 1 ? 'scope' : 'scopes'}
            {regions.length > 0 ? ` (${regions.join(', ')})` : ''}, since <Ago at={since} asOf={asOf} words />. What was
            seen there before is kept and turns stale; what depends on it is unknown.
          </p>
          <p className={styles.lineToAdd}>
            Add to the actions of its policy: <code>"{action}"</code>{' '}
            <CopyButton look="link" text={`"${action}",`} what="the line" />
          </p>
        </Note>
      ))}
    </div>
  );
}
