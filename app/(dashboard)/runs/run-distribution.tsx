import { Box } from '@/components/ui/box';
import { formatDuration } from '@/components/ui/format-age';
import { formatNumber } from '@/components/ui/format-number';
import { measure } from '@/components/ui/measure';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import { ValueTable } from '@/components/ui/value-table';
import { hostsOf, type RunRhythm, tenths } from '@/lib/queries/run-distribution';
import styles from './run-distribution.module.css';

/** So many rhythms have a picture; all stand in the table. */
const pictures = 4;

/** Where in their interval hosts begin their runs, so that a herd shows: one row of bars for each tool and interval. */
export function RunDistribution({ rhythms, url }: { rhythms: readonly RunRhythm[]; url: PageUrl }) {
  const rest = rhythms.slice(pictures);
  const others = rest.reduce((sum, rhythm) => sum + hostsOf(rhythm), 0);
  return (
    <Box
      title="When runs begin"
      hint="last run of each host within 24 hours, by tenth of its interval from midnight UTC"
      aside={rest.length === 0 ? null : `${formatNumber(others)} hosts run at other intervals`}
      padded
    >
      {rhythms.length === 0 ? (
        <p className="t3">No host that is looked at here ran within these 24 hours.</p>
      ) : (
        <>
          <div className={styles.rhythms}>
            {rhythms.slice(0, pictures).map((rhythm) => (
              <Rhythm key={nameOf(rhythm)} rhythm={rhythm} href={linkTo(url, { tool: rhythm.tool })} />
            ))}
          </div>
          <ValueTable
            head="Tenth of the interval"
            columns={rhythms.map(nameOf)}
            rows={Array.from({ length: tenths }, (_, i) => ({
              label: `${i * 10} to ${(i + 1) * 10} %`,
              values: rhythms.map(({ hosts }) => hosts[i] ?? 0),
            }))}
          />
        </>
      )}
    </Box>
  );
}

function Rhythm({ rhythm, href }: { rhythm: RunRhythm; href: string }) {
  const { interval, hosts } = rhythm;
  const all = hostsOf(rhythm);
  const most = Math.max(1, ...hosts);
  const even = all / tenths;
  // Chance alone heaps a few hosts: three standard deviations, and twice the even share, is a herd.
  const herd = Math.max(2 * even, even + 3 * Math.sqrt(even));
  const words = `${formatNumber(most)} of ${formatNumber(all)} begin ${partOf(interval, hosts.indexOf(most))}; even is ${formatNumber(Math.round(even))}`;
  return (
    <figure className={styles.rhythm}>
      <figcaption>
        <SafeLink href={href}>{nameOf(rhythm)}</SafeLink>
        <span>
          {formatNumber(all)} {all === 1 ? 'host' : 'hosts'}
        </span>
      </figcaption>
      <div className={styles.bars} role="img" aria-label={`${nameOf(rhythm)}: ${words}`}>
        {hosts.map((count, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a tenth is its place
            key={i}
            title={`${formatNumber(count)} of ${formatNumber(all)} begin ${partOf(interval, i)}`}
            data-herd={count > herd || undefined}
          >
            <i {...measure((count / most) * 100)} />
          </span>
        ))}
        <b className={styles.even} {...measure((even / most) * 100)} />
      </div>
      <div className={styles.axis} aria-hidden>
        <span>0</span>
        <span>{lengthOf(interval / 2)}</span>
        <span>{lengthOf(interval)}</span>
      </div>
      <p className={styles.words}>{words}</p>
    </figure>
  );
}

function nameOf({ tool, interval }: RunRhythm): string {
  return `${tool}, every ${lengthOf(interval)}`;
}

/** "24 min to 48 min in" */
function partOf(interval: number, slot: number): string {
  const part = interval / tenths;
  return slot === 0
    ? `in the first ${lengthOf(part)}`
    : `${lengthOf(slot * part)} to ${lengthOf((slot + 1) * part)} in`;
}

/** Seconds in words; half minutes, too, which `formatDuration` leaves out. */
function lengthOf(seconds: number): string {
  return seconds < 3600 && seconds % 60 > 0 ? `${seconds / 60} min` : formatDuration(seconds * 1000);
}
