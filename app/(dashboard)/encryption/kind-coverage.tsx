import { Box } from '@/components/ui/box';
import { CoverageBar, StateKey } from '@/components/ui/coverage-bar';
import { Num } from '@/components/ui/num';
import { SafeLink } from '@/components/ui/safe-link';
import type { CoverageRow, Tally } from '@/lib/queries/encryption-coverage';
import styles from './encryption.module.css';

const groups = [
  ['at-rest', 'At rest'],
  ['in-transit', 'In transit'],
] as const;

/** Parts of a bar, each a link to what it counts. */
export function segmentsOf(tally: Tally, href: (status: string) => string) {
  return [
    { state: 'unencrypted', count: tally.unencrypted, href: href('unencrypted') },
    { state: 'unknown', count: tally.unknown, href: href('unknown') },
    { state: 'na', count: tally.notApplicable, href: href('not-applicable') },
    { state: 'encrypted', count: tally.encrypted, href: href('encrypted') },
  ] as const;
}

/** How much of each kind is encrypted; every part of every bar leads to its list. */
export function KindCoverage({ rows }: { rows: readonly CoverageRow[] }) {
  const key = [{ state: 'unencrypted' }, { state: 'unknown' }, { state: 'na' }, { state: 'encrypted' }] as const;
  return (
    <Box title="Coverage by kind" aside={<StateKey entries={[...key]} />} padded>
      <table className={styles.coverage}>
        {groups.map(([protects, title]) => (
          <tbody key={protects}>
            <tr>
              <th scope="rowgroup" colSpan={2}>
                {title}
              </th>
              <th scope="col">Not</th>
              <th scope="col">Unknown</th>
              <th scope="col">Of</th>
            </tr>
            {rows
              .filter((row) => row.protects === protects)
              .map((row) => {
                const href = (status: string) => `/encryption?kind=${row.kind}&status=${status}#ledger`;
                const of = row.encrypted + row.unencrypted + row.unknown + row.notApplicable;
                return (
                  <tr key={row.key}>
                    <td>{row.label}</td>
                    <td className={styles.bar}>
                      <CoverageBar noun={row.label.toLowerCase()} segments={segmentsOf(row, href)} />
                    </td>
                    <td>
                      <SafeLink href={href('unencrypted')}>
                        <Num value={row.unencrypted} />
                      </SafeLink>
                    </td>
                    <td>
                      <SafeLink href={href('unknown')}>
                        <Num value={row.unknown} />
                      </SafeLink>
                    </td>
                    <td>
                      <SafeLink href={`/fleet?kind=${row.kind}`}>
                        <Num value={of} />
                      </SafeLink>
                    </td>
                  </tr>
                );
              })}
          </tbody>
        ))}
      </table>
    </Box>
  );
}
