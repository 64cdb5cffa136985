import { measure } from './measure';
import { SafeLink } from './safe-link';
import { type State, states } from './state';
import styles from './weekly-bars.module.css';

/** One week, month or day: how many in each state. The states stand one upon the other, the worst at the foot. */
export type PeriodBar = {
  label: string /** Under the bar; empty for none. */;
  tick?: string;
  counts: readonly { state: State; count: number }[];
  href?: string;
};

type WeeklyBarsProps = {
  bars: readonly PeriodBar[];
  /** Said instead of the picture: "Volumes not encrypted, 12 months: 34 in Dec, 21 now". */
  label: string;
  /** Each bar as a share of its whole, all equally tall, instead of counts on one scale. */
  share?: boolean;
  height?: 66 | 84;
};

/** Shares or counts over time, a link each, the plumb line through the last. */
export function WeeklyBars({ bars, label, share = false, height = 66 }: WeeklyBarsProps) {
  const total = (bar: PeriodBar) => bar.counts.reduce((sum, { count }) => sum + count, 0);
  const max = Math.max(1, ...bars.map(total));
  return (
    <figure className={styles.figure} aria-label={label}>
      <div className={styles.bars} data-height={height}>
        {bars.map((bar) => {
          const words = `${bar.label}: ${bar.counts.map(({ state, count }) => `${count} ${states[state].word.toLowerCase()}`).join(', ')}`;
          const whole = share ? Math.max(1, total(bar)) : max;
          const parts = bar.counts
            .filter(({ count }) => count > 0)
            .map(({ state, count }) => (
              <i key={state} data-state={states[state].paint} {...measure((count / whole) * 100)} />
            ));
          return bar.href ? (
            <SafeLink key={bar.label} href={bar.href} className={styles.bar} title={words} aria-label={words}>
              {parts}
            </SafeLink>
          ) : (
            <span key={bar.label} className={styles.bar} title={words} role="img" aria-label={words}>
              {parts}
            </span>
          );
        })}
        <i className={styles.plumb} {...measure(50 / (bars.length || 1))} aria-hidden />
      </div>
      <div className={styles.axis} aria-hidden>
        {bars.map((bar) => (
          <span key={bar.label}>{bar.tick ?? ''}</span>
        ))}
      </div>
    </figure>
  );
}
