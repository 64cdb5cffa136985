import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './problem.module.css';

type ProblemProps = {
  /** What failed: "This list could not be read." */
  title: string;
  /** What that means for what is shown. */
  children?: ReactNode;
  /** The request id, to be told to whoever keeps Plumbline running. */
  requestId?: string | undefined;
  /** "Try again": a link or button. */
  again?: ReactNode;
};

/** Something failed; the rest of the page stands. */
export function Problem({ title, children, requestId, again }: ProblemProps) {
  return (
    <div className={styles.problem} role="alert">
      <IconAlertCircle size={16} stroke={1.75} aria-hidden className={styles.icon} />
      <p>
        <b>{title}</b> {children} {again} {requestId ? <code className="t3">{requestId}</code> : null}
      </p>
    </div>
  );
}
