import type { ReactNode } from 'react';
import styles from './columns.module.css';

type ColumnsProps = {
  children: ReactNode;
  /** Pixels of the last column; the first takes the rest. Without it two are equally wide. */
  aside?: 400 | 420 | 470;
};

/** Boxes beside each other; one below the other under 900 px. */
export function Columns({ children, aside }: ColumnsProps) {
  return (
    <div className={styles.columns} data-aside={aside}>
      {children}
    </div>
  );
}
