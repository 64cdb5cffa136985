import { Box } from '@/components/ui/box';
import { formatInstant } from '@/components/ui/format-instant';
import { formatNumber } from '@/components/ui/format-number';
import { WeeklyBars } from '@/components/ui/weekly-bars';
import type { Viewer } from '@/lib/access/viewer';
import { dayCounts } from '@/lib/queries/day-counts';
import type { CoverageRow } from '@/lib/queries/encryption-coverage';

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
  const year = (asOf ?? new Date()).getUTCFullYear();
  const bars = Array.from({ length: weeks }, (_, week) => {
    const slot = week * 7 + 6;
    const day = days[slot] ?? '';
    const last = week === weeks - 1;
    const label = formatInstant(new Date(day), 'date', { year });
    const then = last ? '' : `&asOf=${day}T00:00:00Z`;
    return {
      label,
      ...(week % 4 === 0 || last ? { tick: label } : {}),
      counts: [
        { state: 'unencrypted' as const, count: (last ? now?.unencrypted : fails[slot]) ?? 0 },
        { state: 'unknown' as const, count: (last ? now?.unknown : unknowns[slot]) ?? 0 },
      ],
      href: `/encryption?kind=aws.ec2.volume&status=unencrypted,unknown${then}#ledger`,
    };
  });
  const words = now ? `${formatNumber(now.unencrypted)} now, ${formatNumber(now.unknown)} unknown` : 'not observed';
  return (
    <Box title="Volumes not encrypted" hint="13 weeks, midnight UTC" aside={words} padded>
      <WeeklyBars bars={bars} label={`Volumes not encrypted over 13 weeks: ${words}`} height={84} />
    </Box>
  );
}
