import type { ReactNode } from 'react';
import styles from './side-by-side.module.css';

export type Pair = {
  key: string;
  left: ReactNode;
  /** The state between the two: a `StateText` where they are equal, a `StateChip` where not. */
  between: ReactNode;
  right: ReactNode;
  /** `fail`: one side alone has it; `differ`: both have it, not the same. */
  ground?: 'fail' | 'differ';
};

/** Two sides of the same things, row by row: code and cloud, then and now. Lay out each side with `SideCells`. */
export function SideBySide({
  left,
  right,
  pairs,
  label,
}: {
  left: ReactNode;
  right: ReactNode;
  pairs: readonly Pair[];
  label: string;
}) {
  return (
    <section aria-label={label}>
      <div className={`${styles.pair} ${styles.head}`}>
        <div className={styles.side}>{left}</div>
        <span className={styles.between} />
        <div className={styles.side}>{right}</div>
      </div>
      <ul>
        {pairs.map((pair) => (
          <li key={pair.key} className={styles.pair} data-ground={pair.ground}>
            <div className={styles.side}>{pair.left}</div>
            <span className={styles.between}>{pair.between}</span>
            <div className={styles.side}>{pair.right}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

type SideCellsProps = {
  /** Narrow and first: a port. */ first: ReactNode /** Mono: a CIDR. */;
  second: ReactNode;
  note?: ReactNode;
  end?: ReactNode;
  differs?: boolean;
};

/** The cells of one side: port, address, quiet note, and at the end where or since when. */
export function SideCells({ first, second, note, end, differs = false }: SideCellsProps) {
  return (
    <>
      <span className={`mono ${styles.first}`}>{first}</span>
      <span className={`mono ${styles.second}`}>{differs ? <mark>{second}</mark> : second}</span>
      <span className={`t3 small clip grow ${styles.note}`} data-hide-below={600}>
        {note}
      </span>
      {end ? (
        <span className={`t3 small ${styles.end}`} data-hide-below={600}>
          {end}
        </span>
      ) : null}
    </>
  );
}
