import { IconDownload } from '@tabler/icons-react';
import { formatNumber } from './format-number';
import { linkTo, type PageUrl } from './page-url';
import { SafeLink } from './safe-link';
import styles from './table-foot.module.css';

type TableFootProps = {
  /** What a row is, in the plural: hosts. */
  noun: string;
  /** Of the whole filter, not of the page; null when it was not counted. */
  total: number | null;
  shown: number;
  /** What the filters hide, and by which of them. */
  hidden?: { count: number; by: string };
  /** Further words: "ages are as of 6 Oct 09:00". */
  note?: string;
  url: PageUrl;
  /** The cursor of the next page, null on the last. */
  next?: string | null;
  /** The CSV of exactly these rows. */
  exportHref?: string;
};

/** How many, how many of them shown, how many hidden and by what; on and back; the export. */
export function TableFoot({ noun, total, shown, hidden, note, url, next, exportHref }: TableFootProps) {
  const words = [
    total === null
      ? `${formatNumber(shown)} ${noun} shown`
      : `${formatNumber(total)} ${noun}, ${formatNumber(shown)} shown`,
    ...(hidden ? [`${formatNumber(hidden.count)} hidden by “${hidden.by}”`] : []),
    ...(note ? [note] : []),
  ];
  const later = url.params.cursor !== undefined;
  return (
    <div className={styles.foot}>
      <span>{words.join(' · ')}</span>
      <nav className={styles.ways} aria-label={`More ${noun}`}>
        {later ? (
          <SafeLink href={linkTo(url, {})} className="link" data-key="first">
            First page
          </SafeLink>
        ) : null}
        {next ? (
          <SafeLink href={linkTo(url, { cursor: next })} className="link" rel="next">
            Next page
          </SafeLink>
        ) : null}
        {exportHref ? (
          <SafeLink href={exportHref} className={`link ${styles.export}`} data-export="" download="">
            <IconDownload size={14} stroke={1.75} aria-hidden />
            Export these rows
          </SafeLink>
        ) : null}
      </nav>
    </div>
  );
}
