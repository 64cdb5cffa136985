import type { CSSProperties, ReactNode } from 'react';
import styles from './columns.module.css';

type ColumnsProps = {
  children: ReactNode;
  /** Pixels of the last column; the first takes the rest. Without it all are equally wide. */
  aside?: number;
  /** How many equal columns. */
  of?: number;
};

/** Boxes beside each other; one below the other under 900 px. */
export function Columns({ children, aside, of = 2 }: ColumnsProps) {
  const template = aside ? `minmax(0, 1fr) ${aside}px` : `repeat(${of}, minmax(0, 1fr))`;
  return (
    <div className={styles.columns} style={{ '--columns': template } as CSSProperties}>
      {children}
    </div>
  );
}
