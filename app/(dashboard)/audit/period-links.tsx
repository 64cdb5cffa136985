import { linkTo, type PageUrl, paramOf } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import styles from './period-links.module.css';

const days = [
  ['Today', 0],
  ['7 days', 7],
  ['30 days', 30],
] as const;

/** Narrows a list of events to the days before the as-of date; whole days in UTC. Other moments go into the address. */
export function PeriodLinks({ url, asOf }: { url: PageUrl; asOf: Date }) {
  const from = paramOf(url, 'from');
  const to = paramOf(url, 'to');
  const since = (count: number) =>
    `${new Date(asOf.getTime() - count * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
  const known = days.some(([, count]) => from === since(count));
  return (
    <nav className={styles.periods} aria-label="Time">
      {days.map(([label, count]) => (
        <SafeLink
          key={label}
          href={linkTo(url, { from: since(count), to: null })}
          aria-current={from === since(count) || undefined}
        >
          {label}
        </SafeLink>
      ))}
      <SafeLink href={linkTo(url, { from: null, to: null })} aria-current={(from === null && to === null) || undefined}>
        All
      </SafeLink>
      {(from !== null && !known) || to !== null ? (
        <span className="t3">
          {from ? `from ${from}` : ''} {to ? `to ${to}` : ''}
        </span>
      ) : null}
    </nav>
  );
}
