import type { ReactNode } from 'react';
import { Mark } from '@/components/frame/mark';
import styles from './auth-box.module.css';

/** The one box of a page for those who are not signed in. */
export function AuthBox({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.brand}>
        <Mark />
        Plumbline
      </div>
      <section className={styles.box}>
        <h1>{title}</h1>
        {lead ? <p className="t2">{lead}</p> : null}
        {children}
      </section>
    </main>
  );
}
