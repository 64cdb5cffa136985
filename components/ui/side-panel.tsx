import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { SafeLink } from './safe-link';
import styles from './side-panel.module.css';

type SidePanelProps = {
  title: ReactNode;
  /** The address without the panel. Esc goes there too. */
  closeHref: string;
  children: ReactNode;
};

/** One row of the list opened beside it: sticky from 900 px on, over the whole page below. Which row stands in the address. */
export function SidePanel({ title, closeHref, children }: SidePanelProps) {
  return (
    <aside className={styles.panel} aria-label="Details">
      <header className={styles.head}>
        <h2>{title}</h2>
        <SafeLink href={closeHref} className={styles.close} aria-label="Close" data-close="">
          <IconX size={16} stroke={1.75} aria-hidden />
        </SafeLink>
      </header>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
