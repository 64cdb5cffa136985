import { formatNumber } from './format-number';
import { SafeLink } from './safe-link';
import styles from './status-tabs.module.css';

export type StatusTab = {
  label: string;
  href: string;
  count?: number | string | null;
  current?: boolean;
  hideBelow?: 1180 | 900 | 600;
};

/** Views of the same list, each with its count. */
export function StatusTabs({ tabs, label }: { tabs: readonly StatusTab[]; label: string }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ label: word, href, count, current, hideBelow }) => (
        <SafeLink key={href} href={href} aria-current={current ? 'page' : undefined} data-hide-below={hideBelow}>
          {word}
          {count === undefined || count === null ? null : (
            <span>{typeof count === 'number' ? formatNumber(count) : count}</span>
          )}
        </SafeLink>
      ))}
    </nav>
  );
}
