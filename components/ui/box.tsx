import type { ReactNode } from 'react';
import styles from './box.module.css';

type BoxProps = {
  title?: ReactNode;
  /** Quiet words after the title: "30 days, midnight UTC". */
  hint?: ReactNode;
  /** At the right of the head: age, of how many, a link to all. */
  aside?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  /** Room around the content; tables, lists and code do without. */
  padded?: boolean;
  id?: string;
  /** Read aloud where there is no title. */
  label?: string;
};

/** A frame with one subject. It fails, empties and ages alone: put `Empty`, `Note` or `Problem` in it. */
export function Box({ title, hint, aside, children, footer, padded = false, id, label }: BoxProps) {
  return (
    <section className={styles.box} id={id} aria-label={label ?? (typeof title === 'string' ? title : undefined)}>
      {title || aside ? (
        <header className={styles.head}>
          {title ? <h2>{title}</h2> : null}
          {hint ? <span className={styles.hint}>{hint}</span> : null}
          {aside ? <span className={styles.aside}>{aside}</span> : null}
        </header>
      ) : null}
      {padded ? <div className={styles.pad}>{children}</div> : children}
      {footer ? <footer className={styles.foot}>{footer}</footer> : null}
    </section>
  );
}
