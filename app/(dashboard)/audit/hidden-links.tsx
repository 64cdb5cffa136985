import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import styles from './period-links.module.css';

const kinds = [
  ['jobs', 'Jobs'],
  ['reads', 'Reads'],
] as const;

/** What the list leaves out until it is asked for: what jobs did on schedule, and views of evidence. */
export function HiddenLinks({ url }: { url: PageUrl }) {
  return (
    <nav className={styles.periods} aria-label="Also shown">
      {kinds.map(([key, title]) => {
        const shown = url.params[key] === 'shown';
        return (
          <SafeLink key={key} href={linkTo(url, { [key]: shown ? null : 'shown' })} aria-current={shown || undefined}>
            {title}
          </SafeLink>
        );
      })}
    </nav>
  );
}
