import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './event-list.module.css';
import { SafeLink } from './safe-link';
import { type State, states } from './state';

export type EventEntry = { key: string; icon: Icon; state?: State; what: ReactNode; more: ReactNode; href: string };

/** What happened, in two lines each, as links. */
export function EventList({ entries }: { entries: readonly EventEntry[] }) {
  return (
    <ul className={styles.list}>
      {entries.map(({ key, icon: Glyph, state, what, more, href }) => (
        <li key={key}>
          <SafeLink href={href}>
            <span className={styles.icon} data-state={state ? states[state].paint : undefined}>
              <Glyph size={16} stroke={1.75} aria-hidden />
            </span>
            <span className={styles.words}>
              <span className="clip">{what}</span>
              <span className="clip t3 small">{more}</span>
            </span>
          </SafeLink>
        </li>
      ))}
    </ul>
  );
}
