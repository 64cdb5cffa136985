import { Box } from '@/components/ui/box';
import { formatDuration } from '@/components/ui/format-age';
import { formatNumber } from '@/components/ui/format-number';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { RunDetail } from '@/lib/queries/get-run';
import styles from './fold-box.module.css';

/** When each of the runs that one entry stands for began, and between which of them one was missed. */
export function FoldBox({ run, asOf }: { run: RunDetail; asOf: Date }) {
  const gaps = run.starts.slice(1).map((start, i) => start.getTime() - (run.starts[i]?.getTime() ?? 0));
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0;
  const holes = gaps.flatMap((gap, i) => (gap > 1.5 * usual ? [{ from: run.starts[i], gap }] : []));
  const hours = hoursOf(run.starts);
  return (
    <Box
      title="When it ran"
      hint={`${formatNumber(run.starts.length)} uneventful runs in one entry`}
      aside={`every ${formatDuration(usual)}`}
    >
      <dl className={styles.hours}>
        {hours.map(({ hour, starts }) => (
          <div key={hour}>
            <dt>{hour}</dt>
            <dd>
              {starts.map((start) => (
                <Stamp key={start.getTime()} at={start} form="clock" asOf={asOf} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className={`pad small ${styles.holes}`}>
        {holes.length === 0 ? (
          <span className="t3">None was missed between them.</span>
        ) : (
          holes.map(({ from, gap }) => (
            <span key={from?.getTime()} className="row">
              <StateText state="missing" label="Missed" /> {formatDuration(gap)} without a run after{' '}
              {from ? <Stamp at={from} form="clock" asOf={asOf} /> : null}
            </span>
          ))
        )}
      </p>
    </Box>
  );
}

function hoursOf(starts: readonly Date[]): { hour: string; starts: Date[] }[] {
  const hours: { hour: string; starts: Date[] }[] = [];
  for (const start of starts) {
    const hour = `${String(start.getUTCHours()).padStart(2, '0')} UTC`;
    const last = hours.at(-1);
    if (last?.hour === hour) last.starts.push(start);
    else hours.push({ hour, starts: [start] });
  }
  return hours;
}
