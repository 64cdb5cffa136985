'use client';

import { type ReactNode, useSyncExternalStore } from 'react';
import styles from './in-browser.module.css';

const never = () => () => undefined;

/**
 * A field that the browser makes by itself, because it writes style attributes that our content security policy refuses in
 * a page from the server. Its place is kept, so that nothing moves.
 */
export function InBrowser({ children }: { children: ReactNode }) {
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return here ? children : <span className={styles.place} aria-hidden />;
}
