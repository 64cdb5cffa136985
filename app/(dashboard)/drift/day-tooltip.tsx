import { formatNumber } from '@/components/ui/format-number';
import { StateSwatch } from '@/components/ui/state';
import type { DriftPoint } from './drift-chart';
import styles from './drift-over-time.module.css';

/** What was open on the day under the pointer, of how many groups. */
export function DayTooltip({ point }: { point: DriftPoint }) {
  const { slot, label, open, cloud, both, code, groups } = point;
  const when = slot === 'as of' ? `As of ${label}` : `${label}, 00:00 UTC`;
  if (open === null) {
    return (
      <div className={styles.tooltip}>
        <b>{when}</b>
        <span>Not counted</span>
      </div>
    );
  }
  return (
    <div className={styles.tooltip}>
      <b>{when}</b>
      <span>
        {formatNumber(open)} open of {formatNumber(groups ?? 0)} groups
      </span>
      <span>
        <StateSwatch state="cloud-ahead" /> {formatNumber(cloud ?? 0)} cloud ahead
        {both ? `, ${formatNumber(both)} of these code too` : ''}
      </span>
      <span>
        <StateSwatch state="code-ahead" /> {formatNumber(code ?? 0)} code ahead only
      </span>
    </div>
  );
}
