import { Fragment, type ReactNode } from 'react';
import styles from './key-values.module.css';

/** Names beside what they are. A value of null or undefined is left out; say "unknown" or "none" where that is the fact. */
export function KeyValues({
  items,
  wide = false,
}: {
  items: readonly (readonly [string, ReactNode])[];
  wide?: boolean;
}) {
  return (
    <dl className={styles.list} data-wide={wide || undefined}>
      {items
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
