import type { ReactNode } from 'react';
import { CrumbTail } from './crumb-tail';
import styles from './page-head.module.css';

type PageHeadProps = {
  title: ReactNode;
  /** Ids and host names are titles in mono. */
  mono?: boolean;
  /** The coverage line: of how many, how many observed, how old. */
  coverage?: ReactNode;
  /** The last part of the crumb in the header; needed on pages of one thing. */
  crumb?: string;
  /** At most one of them primary. */
  actions?: ReactNode;
};

/** The one h1 of a page, what it speaks of, and what can be done. */
export function PageHead({ title, mono = false, coverage, crumb, actions }: PageHeadProps) {
  return (
    <div className={styles.head}>
      {crumb ? <CrumbTail text={crumb} /> : null}
      <div className={styles.words}>
        <h1 className={mono ? styles.mono : undefined}>{title}</h1>
        {coverage ? <p className={styles.coverage}>{coverage}</p> : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
