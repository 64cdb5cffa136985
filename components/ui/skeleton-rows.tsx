import styles from './skeleton-rows.module.css';

/** Grey lines where rows will be; they appear only when the wait is noticed. */
export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  return (
    <div className={styles.rows} aria-hidden>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={i} className={styles.row}>
          <span style={{ width: `${28 + ((i * 17) % 22)}%` }} />
          <span style={{ width: `${8 + ((i * 5) % 9)}%` }} />
        </div>
      ))}
    </div>
  );
}
