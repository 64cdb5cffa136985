import styles from './before-after.module.css';

/** One field that changed; null is a value that was or is not there. */
export type FieldChange = { field: string; before: string | null; after: string | null };

/** One change in a line: 1.1 → 1.2. */
export function BeforeAfter({ before, after }: Pick<FieldChange, 'before' | 'after'>) {
  if (before === null) return <span className={`mono ${styles.after}`}>+ {after ?? 'nothing'}</span>;
  if (after === null) return <span className={`mono ${styles.before}`}>− {before}</span>;
  return (
    <span className={styles.pair}>
      <span className="visually-hidden">before </span>
      <span className={`mono ${styles.before}`}>{before}</span>
      <span aria-hidden> → </span>
      <span className="visually-hidden"> after </span>
      <span className={`mono ${styles.after}`}>{after}</span>
    </span>
  );
}

/** All fields that changed, one below the other, what went in one colour and what came in another. */
export function FieldDiff({ changes, heading }: { changes: readonly FieldChange[]; heading?: string }) {
  return (
    <div className={styles.diff}>
      {heading ? <div className={styles.heading}>{heading}</div> : null}
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          {before === null ? null : <DiffLine sign="−" field={field} value={before} />}
          {after === null ? null : <DiffLine sign="+" field={field} value={after} />}
        </div>
      ))}
    </div>
  );
}

function DiffLine({ sign, field, value }: { sign: '+' | '−'; field: string; value: string }) {
  return (
    <div className={styles.line} data-sign={sign}>
      <i aria-hidden>{sign}</i>
      <span>
        <span className="visually-hidden">{sign === '+' ? 'after ' : 'before '}</span>
        {field}: {value}
      </span>
    </div>
  );
}
