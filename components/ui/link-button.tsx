import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './link-button.module.css';
import { SafeLink } from './safe-link';

type LinkButtonProps = {
  href: string;
  icon?: Icon;
  children: ReactNode;
  /** `primary` at most once on a page; `compact` inside boxes. */
  look?: 'default' | 'primary' | 'compact' | 'ghost';
  hideBelow?: 1180 | 900 | 600;
  /** For an export: the browser saves the answer instead of showing it. */
  download?: boolean;
  className?: string;
};

/** A link that looks like a button: for a way somewhere else, not for a deed. */
export function LinkButton({
  href,
  icon: Glyph,
  children,
  look = 'default',
  hideBelow,
  download,
  className,
}: LinkButtonProps) {
  return (
    <SafeLink
      href={href}
      className={className ? `${styles.button} ${className}` : (styles.button ?? '')}
      data-look={look}
      data-hide-below={hideBelow}
      {...(download ? { download: '' } : {})}
    >
      {Glyph ? <Glyph size={14} stroke={1.75} aria-hidden /> : null}
      {children}
    </SafeLink>
  );
}
