import { Box } from '@/components/ui/box';
import { formatInstant } from '@/components/ui/format-instant';
import { formatNumber } from '@/components/ui/format-number';
import { SafeLink } from '@/components/ui/safe-link';
import type { Viewer } from '@/lib/access/viewer';
import { dayCounts } from '@/lib/queries/day-counts';
import type { CoverageRow } from '@/lib/queries/encryption-coverage';
import styles from './encryption.module.css';

type VolumesOverTimeProps = {
  viewer: Viewer;
  asOf: Date | null;
  now: CoverageRow | undefined;
  facility: readonly string[] | undefined;
};

const weeks = 13;

/** Volumes that were not encrypted, or not known to be, week by week. */
export async function VolumesOverTime({ viewer, asOf, now, facility }: VolumesOverTimeProps) {
  const { days, of } = await dayCounts(viewer, asOf, weeks * 7, facility);
  const fails = of('fail:ebs-volume-encrypted');
  const unknowns = of('unknown:ebs-volume-encrypted');
  const slots = Array.from({ length: weeks }, (_, i) => i * 7 + 6).map((day) => ({
    day: days[day] ?? '',
    fail: fails[day] ?? null,
    unknown: unknowns[day] ?? null,
  }));
  const bars = [
    ...slots.slice(0, -1),
    { day: slots.at(-1)?.day ?? '', fail: now?.unencrypted ?? null, unknown: now?.unknown ?? null },
  ];
  const most = Math.max(1, ...bars.map((bar) => (bar.fail ?? 0) + (bar.unknown ?? 0)));
  const year = (asOf ?? new Date()).getUTCFullYear();
  return (
    <Box
      title="Volumes not encrypted"
      hint="13 weeks, midnight UTC"
      aside={now ? `${formatNumber(now.unencrypted)} now, ${formatNumber(now.unknown)} unknown` : null}
      padded
    >
      <div className={styles.months}>
        {bars.map((bar, i) => {
          const words = `${formatInstant(new Date(bar.day), 'date', { year })}: ${bar.fail === null ? 'not counted' : `${bar.fail} not encrypted, ${bar.unknown ?? 0} unknown`}`;
          const isNow = i === bars.length - 1;
          const href = isNow
            ? '/encryption?kind=aws.ec2.volume&status=unencrypted#ledger'
            : `/encryption?kind=aws.ec2.volume&status=unencrypted&asOf=${bar.day}T00:00:00Z#ledger`;
          return (
            <SafeLink
              key={bar.day}
              href={href}
              className={styles.month}
              data-now={isNow ? '' : undefined}
              title={words}
              aria-label={words}
            >
              <i data-state="unknown" style={{ height: `${((bar.unknown ?? 0) / most) * 74}px` }} />
              <i style={{ height: `${((bar.fail ?? 0) / most) * 74}px` }} />
              <span>{i % 3 === 0 || isNow ? formatInstant(new Date(bar.day), 'date', { year }) : '\u00a0'}</span>
            </SafeLink>
          );
        })}
      </div>
    </Box>
  );
}
