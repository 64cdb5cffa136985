import type { ReactNode } from 'react';
import styles from './empty.module.css';
import { LinkButton } from './link-button';

type EmptyProps = {
  /** "No open drift." */
  title: string;
  /** What was looked at: "Every rule in 214 groups is as the code says." Never a bare nothing. */
  children?: ReactNode;
  /** When filters hide something: the address without them. */
  clearHref?: string;
};

/** Nothing to show, and of how many. */
export function Empty({ title, children, clearHref }: EmptyProps) {
  return (
    <div className={styles.empty}>
      <p>
        <b>{title}</b> {children}
      </p>
      {clearHref ? (
        <LinkButton href={clearHref} look="compact">
          Clear filters
        </LinkButton>
      ) : null}
    </div>
  );
}
