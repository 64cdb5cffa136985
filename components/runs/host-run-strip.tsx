import { outcomeLook } from '@/components/runs/outcome-text';
import { Box } from '@/components/ui/box';
import { Empty } from '@/components/ui/empty';
import { formatDuration } from '@/components/ui/format-age';
import { formatInstant } from '@/components/ui/format-instant';
import { formatNumber } from '@/components/ui/format-number';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { RunStrip } from '@/components/ui/run-strip';
import { SafeLink } from '@/components/ui/safe-link';
import { StateSwatch } from '@/components/ui/state';
import type { HostRunStrip as Strip } from '@/lib/queries/run-strip';
import type { RunSlot } from '@/lib/resources/run-slots';
import styles from './host-run-strip.module.css';

const periods = { '24h': 'last 24 hours', '7d': 'last 7 days', '90d': 'last 90 days' } as const;
/** In the order in which the legend names them. */
const order = [
  'failed',
  'unreachable',
  'interrupted',
  'corrective',
  'intentional',
  'changed',
  'pending',
  'unchanged',
  'missing',
  'before',
] as const;

type HostRunStripProps = {
  /** Null: the host never ran by then */
  strip: Strip | null;
  /** The page that it stands on; `?runs=7d` chooses the period */
  url: PageUrl;
};

/** What came of each run that a host was expected to make, and which did not come. */
export function HostRunStrip({ strip, url }: HostRunStripProps) {
  if (strip === null)
    return (
      <Box title="Runs">
        <Empty title="No run.">No configuration-management run of this host was reported by then.</Empty>
      </Box>
    );
  const { slots, period, asOf } = strip;
  const counts = order.map((state) => ({ state, count: slots.filter((slot) => slot.state === state).length }));
  const present = counts.filter(({ count }) => count > 0);
  const length = `${formatNumber(slots.length)} slots of ${formatDuration(strip.slotSeconds * 1000)}`;
  return (
    <Box
      title={`Runs, ${periods[period]}`}
      hint={length}
      padded
      aside={(['24h', '7d', '90d'] as const)
        .filter((other) => other !== period)
        .map((other) => (
          <SafeLink
            key={other}
            className={`link ${styles.period}`}
            href={linkTo(url, { runs: other === '24h' ? null : other })}
          >
            {periods[other].replace('last ', '')}
          </SafeLink>
        ))}
    >
      <RunStrip
        label={`${length}: ${present.map(({ state, count }) => `${count} ${outcomeLook(state).word.toLowerCase()}`).join(', ')}`}
        cells={slots.map((slot) => cellOf(slot, asOf, strip.hostId))}
        axis={axisOf(slots, period, asOf)}
      />
      <ul className={styles.legend}>
        {present.map(({ state, count }) => (
          <li key={state}>
            <StateSwatch state={outcomeLook(state).state} />
            <b>{formatNumber(count)}</b>
            {state === 'missing' || state === 'before' ? (
              <span>{state === 'missing' ? `missing ${count === 1 ? 'slot' : 'slots'}` : 'before its first run'}</span>
            ) : (
              <SafeLink href={`/runs?host=${strip.hostId}&outcome=${state}&period=${period}`}>
                {outcomeLook(state).word.toLowerCase()}
              </SafeLink>
            )}
          </li>
        ))}
      </ul>
    </Box>
  );
}

function cellOf(slot: RunSlot, asOf: Date, hostId: string) {
  const { state, word } = outcomeLook(slot.state);
  const at = formatInstant(new Date(slot.from), 'minute', { year: asOf.getUTCFullYear() });
  const title = `${at}, ${word.toLowerCase()}${manyWords(slot)}`;
  if (slot.runId !== null) return { state, title, href: `/runs/${slot.runId}` };
  return slot.state === 'missing' ? { state, title, href: `/runs?host=${hostId}&period=7d` } : { state, title };
}

function manyWords({ state, runs }: RunSlot): string {
  if (state === 'missing') return runs > 0 ? `, ${runs} ${runs === 1 ? 'run' : 'runs'} came` : '';
  return runs > 1 ? `, the worst of ${runs} runs` : '';
}

function axisOf(slots: readonly RunSlot[], period: Strip['period'], asOf: Date): string[] {
  const first = slots[0]?.from ?? asOf.getTime();
  const parts = [0, 1, 2, 3].map((part) => new Date(first + ((asOf.getTime() - first) * part) / 4));
  const year = asOf.getUTCFullYear();
  const said = (moment: Date) => formatInstant(moment, period === '90d' ? 'date' : 'minute', { year });
  return [...parts, asOf].map(said);
}
