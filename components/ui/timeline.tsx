import type { ReactNode } from 'react';
import styles from './timeline.module.css';

export type TimelineEntry = { key: string; what: ReactNode /** A `Stamp`. */; when: ReactNode; more?: ReactNode };

/** A life in short lines: what, when, and what is to be said of it. Oldest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className={styles.life}>
      {entries.map(({ key, what, when, more }) => (
        <li key={key}>
          <span className={styles.what}>{what}</span>
          <span className={styles.when}>{when}</span>
          <span className={styles.more}>{more}</span>
        </li>
      ))}
    </ol>
  );
}
