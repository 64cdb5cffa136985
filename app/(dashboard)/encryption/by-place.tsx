import { Box } from '@/components/ui/box';
import { CoverageBar } from '@/components/ui/coverage-bar';
import { Empty } from '@/components/ui/empty';
import { formatNumber } from '@/components/ui/format-number';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import type { Tally } from '@/lib/queries/encryption-coverage';
import styles from './encryption.module.css';
import { segmentsOf } from './kind-coverage';

type ByPlaceProps = {
  title: string;
  param: 'facility' | 'account';
  rows: readonly (Tally & { key: string })[];
  url: PageUrl;
};

/** The same coverage by where things are. */
export function ByPlace({ title, param, rows, url }: ByPlaceProps) {
  return (
    <Box title={title} aside="all kinds">
      {rows.length === 0 ? <Empty title="Nothing was observed." /> : null}
      {rows.map((row) => {
        const href = (status: string) => `${linkTo(url, { [param]: row.key, status })}#ledger`;
        const of = row.encrypted + row.unencrypted + row.unknown + row.notApplicable;
        return (
          <div key={row.key} className={styles.place}>
            <SafeLink href={linkTo(url, { [param]: row.key })} className={param === 'account' ? 'mono' : undefined}>
              {row.key === 'none' ? <span className="t3">no {param}</span> : row.key}
            </SafeLink>
            <div>
              <CoverageBar noun="resources" height={6} segments={segmentsOf(row, href)} />
              <span className="small t3">
                <SafeLink href={href('unencrypted')}>{formatNumber(row.unencrypted)}</SafeLink> of {formatNumber(of)}
                {row.unknown > 0 ? (
                  <>
                    , <SafeLink href={href('unknown')}>{formatNumber(row.unknown)} unknown</SafeLink>
                  </>
                ) : null}
              </span>
            </div>
          </div>
        );
      })}
    </Box>
  );
}
