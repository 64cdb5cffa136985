import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import type { RunPeriod } from '@/lib/queries/run-filter';
import styles from './period-choice.module.css';

/** How each period is said in a sentence. */
export const periodWords: Record<RunPeriod, string> = {
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
  '90d': 'the last 90 days',
  all: 'as far back as there are runs',
};
const choices = [
  ['24h', '24 h'],
  ['7d', '7 d'],
  ['30d', '30 d'],
  ['90d', '90 d'],
] as const;

/** How far back the list looks from the as-of date. */
export function PeriodChoice({ url, current }: { url: PageUrl; current: RunPeriod }) {
  return (
    <nav className={styles.choice} aria-label="Period">
      {choices.map(([period, words]) => (
        <SafeLink
          key={period}
          href={linkTo(url, { period: period === '24h' ? null : period })}
          aria-current={period === current ? 'true' : undefined}
          title={periodWords[period]}
        >
          {words}
        </SafeLink>
      ))}
    </nav>
  );
}
