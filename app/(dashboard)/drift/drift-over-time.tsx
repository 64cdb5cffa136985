import { Box } from '@/components/ui/box';
import { formatInstant } from '@/components/ui/format-instant';
import { formatNumber } from '@/components/ui/format-number';
import { SafeLink } from '@/components/ui/safe-link';
import { StateSwatch } from '@/components/ui/state';
import { ValueTable } from '@/components/ui/value-table';
import type { Viewer } from '@/lib/access/viewer';
import type { DriftFilter } from '@/lib/queries/drift-filter';
import { driftOverTime, type OpenDrift, openOf } from '@/lib/queries/drift-over-time';
import { DriftChart, type DriftPoint } from './drift-chart';
import styles from './drift-over-time.module.css';

const length = 90;

/** Open drift at each midnight of 90 days and at the as-of moment, by the side that is ahead. Each day leads to its list. */
export async function DriftOverTime({ viewer, filter }: { viewer: Viewer; filter: DriftFilter }) {
  const asOf = filter.asOf ?? new Date();
  const { days, now } = await driftOverTime(viewer, filter.asOf ?? null, length, filter.facility);
  const facility = (filter.facility ?? []).map((value) => `&facility=${encodeURIComponent(value)}`).join('');
  const year = asOf.getUTCFullYear();
  const points: DriftPoint[] = days.map(({ day, open }) => ({
    slot: day,
    label: formatInstant(new Date(day), 'date', { year }),
    href: `/drift?asOf=${day}T00:00:00Z${facility}`,
    ...partsOf(open),
  }));
  const last = { slot: 'as of', label: formatInstant(asOf, 'date', { year }), href: `/drift?${facility.slice(1)}` };
  points.push({ ...last, ...partsOf(now) });
  const holes = days.filter(({ open }) => open === null).length;
  const peak = Math.max(0, ...points.map(({ open }) => open ?? 0));
  const narrowed = [filter.kind, filter.account, filter.region, filter.environment, filter.team, filter.open, filter.q];
  return (
    <Box
      title="Open drift, 90 days"
      hint={narrowed.some(Boolean) ? 'midnight UTC; of the filters, facility alone applies' : 'midnight UTC'}
      aside={holes === 0 ? null : `${formatNumber(holes)} of ${length} days not counted`}
      padded
    >
      <p className={styles.now}>
        <SafeLink href={`/drift?ahead=cloud,both${facility}`}>
          <StateSwatch state="cloud-ahead" /> <b>{formatNumber(now.cloud + now.both)}</b> cloud ahead
        </SafeLink>
        <SafeLink href={`/drift?ahead=code${facility}`}>
          <StateSwatch state="code-ahead" /> <b>{formatNumber(now.code)}</b> code ahead only
        </SafeLink>
        <span>of {formatNumber(now.groups)} groups</span>
      </p>
      <DriftChart
        points={points}
        label={`Open drift over ${length} days: ${openOf(now)} at the end, at most ${peak}. The same follows as a table.`}
      />
      <ValueTable
        head="Midnight UTC"
        unknown="not counted"
        columns={['Open', 'Cloud ahead', 'Both moved', 'Code ahead', 'Of groups']}
        rows={[...days.map(({ open }) => open), now].map((open, i) => ({
          label: i === days.length ? 'As of' : (days[i]?.day ?? ''),
          href: points[i]?.href ?? '',
          values: open ? [openOf(open), open.cloud, open.both, open.code, open.groups] : [],
        }))}
      />
    </Box>
  );
}

/** What the cloud did past the code counts as cloud ahead, also where the code moved too: as in the figures above. */
function partsOf(open: OpenDrift | null): Pick<DriftPoint, 'open' | 'cloud' | 'both' | 'code' | 'groups'> {
  if (!open) return { open: null, cloud: null, both: null, code: null, groups: null };
  return { ...open, open: openOf(open), cloud: open.cloud + open.both };
}
