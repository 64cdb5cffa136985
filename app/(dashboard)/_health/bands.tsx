import { Box } from '@/components/ui/box';
import { formatInstant } from '@/components/ui/format-instant';
import { SmallMultiples } from '@/components/ui/small-multiples';
import type { State } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { dayCounts, Series } from '@/lib/queries/day-counts';

interface BandsProps {
  counts: Awaited<ReturnType<typeof dayCounts>>;
  /** Hosts by the condition that their last run left, at the as-of moment */
  conditions: ReadonlyMap<string | null, number>;
  asOf: Date;
}

const rows: { state: State; label?: string; conditions: string[]; status: string }[] = [
  { state: 'failed', conditions: ['failed', 'unreachable', 'interrupted'], status: 'failing' },
  { state: 'corrective', conditions: ['corrective'], status: 'corrective' },
  { state: 'changed', conditions: ['changed', 'intentional'], status: 'changed,intentional' },
  { state: 'missing', conditions: ['missing'], status: 'not-reported' },
  { state: 'unchanged', conditions: ['unchanged', 'pending'], status: 'unchanged,pending' },
];

/** In which condition the last run left each host, at each midnight of 30 days and at the as-of moment. */
export function Bands({ counts: { days, of }, conditions: now, asOf }: BandsProps) {
  const at = (day: string) => formatInstant(new Date(day), 'date', { year: asOf.getUTCFullYear() });
  const sum = (series: Series[]) =>
    days.map((_, i) =>
      series.some((one) => one[i] === null) ? null : series.reduce((total, one) => total + (one[i] ?? 0), 0),
    );
  const multiples = rows.map(({ state, conditions, status }) => {
    const hosts = conditions.reduce((total, word) => total + (now.get(word) ?? 0), 0);
    const values = [...sum(conditions.map((word) => of(`condition:${word}`))), hosts];
    return { state, values, href: `/fleet?status=${status}`, ...noteOf(values, state) };
  });
  return (
    <Box
      title="Last run of each host"
      hint="30 days, midnight UTC"
      aside={
        <>
          as of <Stamp at={asOf} asOf={asOf} />
        </>
      }
    >
      <SmallMultiples
        rows={multiples}
        noun="hosts"
        slots={[...days.map(at), 'as of']}
        axis={[0, 7, 14, 21, 30].map((i) => ({
          at: i,
          label: i === 30 ? formatInstant(asOf, 'date', { year: asOf.getUTCFullYear() }) : at(days[i] ?? ''),
        }))}
      />
    </Box>
  );
}

/** The exception is said at its bar: a peak well above what is usual. */
function noteOf(values: Series, state: State): { note?: { at: number; text: string } } {
  if (state === 'unchanged' || state === 'changed') return {};
  const known = values.filter((value) => value !== null);
  const peak = Math.max(0, ...known);
  const usual = [...known].sort((a, b) => a - b)[Math.floor(known.length / 2)] ?? 0;
  const at = values.indexOf(peak);
  return peak >= 10 && peak > 3 * Math.max(usual, 1) ? { note: { at, text: `${peak} hosts` } } : {};
}
