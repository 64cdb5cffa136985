import { IconChevronDown, IconChevronRight, IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { columnChoice } from './column-choice';
import styles from './data-table.module.css';
import { linkTo, type PageUrl, paramOf } from './page-url';
import { SafeLink } from './safe-link';

export type Column<Row> = {
  key: string;
  title: string;
  align?: 'end';
  mono?: boolean;
  /** Secondary columns are quieter. */
  quiet?: boolean;
  /** The value of `?sort=`; a second click puts a minus before it. */
  sort?: string;
  hideBelow?: 1180 | 900 | 600;
  /** Takes what the others leave, and clips. On narrow screens it wraps instead. */
  fill?: boolean;
  width?: 130;
  render: (row: Row) => ReactNode;
};

type DataTableProps<Row> = {
  /** Read aloud, and the name under which the choice of columns is kept. */
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The first column becomes a link to it; j, k and Enter walk along these. */
  rowHref?: (row: Row) => string;
  /** Under the subject at 390 px, where only subject and state remain. */
  secondLine?: (row: Row) => ReactNode;
  /** Needed for sorting. */
  url?: PageUrl;
  /** How the rows are sorted when the address does not say. */
  defaultSort?: string;
  /** Rows that open in place: the address says which one. */
  detail?: { open: string | null; href: (row: Row) => string; render: (row: Row) => ReactNode };
  /** Grounds a row: fail, changed. */
  ground?: (row: Row) => 'fail' | 'changed' | 'selected' | undefined;
  /** Without heads, for short lists in a box. */
  headless?: boolean;
};

/** More rows than fit on a screen scroll under their heads, so that the heads stay. */
const manyRows = 24;

/** A table rendered on the server; what it shows, and how it is sorted, stands in the address. */
export async function DataTable<Row>(props: DataTableProps<Row>) {
  const away = await columnChoice(props.name);
  const columns = props.columns.filter((column, i) => i === 0 || !away.has(column.key));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <div className={styles.scroll} tabIndex={0} data-tall={props.rows.length > manyRows || undefined}>
      <table className={styles.table}>
        <caption className="visually-hidden">{props.name}</caption>
        <thead className={props.headless ? 'visually-hidden' : undefined}>
          <tr>
            {props.detail ? (
              <th className={styles.toggle}>
                <span className="visually-hidden">Open</span>
              </th>
            ) : null}
            {columns.map((column) => (
              <Head key={column.key} column={column} url={props.url} defaultSort={props.defaultSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <Line key={props.rowKey(row)} row={row} columns={columns} table={props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeadProps<Row> = { column: Column<Row>; url: PageUrl | undefined; defaultSort: string | undefined };

function Head<Row>({ column, url, defaultSort }: HeadProps<Row>) {
  const { sort, title } = column;
  const current = url ? (paramOf(url, 'sort') ?? defaultSort) : undefined;
  const sorted =
    sort === undefined ? undefined : current === sort ? 'ascending' : current === `-${sort}` ? 'descending' : undefined;
  const Arrow = sorted === 'descending' ? IconSortDescending : IconSortAscending;
  return (
    <th
      scope="col"
      aria-sort={sorted}
      data-end={column.align === 'end' || undefined}
      data-hide-below={column.hideBelow}
      data-width={column.width}
    >
      {sort && url ? (
        <SafeLink href={linkTo(url, { sort: sorted === 'ascending' ? `-${sort}` : sort })} className={styles.sort}>
          {title}
          {sorted ? <Arrow size={14} stroke={1.75} aria-hidden /> : null}
        </SafeLink>
      ) : (
        title
      )}
    </th>
  );
}

type LineProps<Row> = { row: Row; columns: readonly Column<Row>[]; table: DataTableProps<Row> };

function Line<Row>({ row, columns, table }: LineProps<Row>) {
  const { detail, rowHref, secondLine } = table;
  const key = table.rowKey(row);
  const open = detail !== undefined && detail.open === key;
  return (
    <Fragment>
      <tr data-row="" data-ground={open ? 'open' : table.ground?.(row)}>
        {detail ? (
          <td className={styles.toggle}>
            <SafeLink
              href={detail.href(row)}
              aria-expanded={open}
              aria-label={open ? 'Close' : 'Open'}
              data-row-link=""
            >
              {open ? (
                <IconChevronDown size={14} stroke={1.75} aria-hidden />
              ) : (
                <IconChevronRight size={14} stroke={1.75} aria-hidden />
              )}
            </SafeLink>
          </td>
        ) : null}
        {columns.map((column, i) => (
          <td
            key={column.key}
            className={column.mono ? 'mono' : undefined}
            data-end={column.align === 'end' || undefined}
            data-fill={column.fill || undefined}
            data-quiet={column.quiet || undefined}
            data-hide-below={column.hideBelow}
          >
            {i === 0 && rowHref ? (
              <SafeLink href={rowHref(row)} data-row-link="" className={styles.subject}>
                {column.render(row)}
              </SafeLink>
            ) : (
              column.render(row)
            )}
            {i === 0 && secondLine ? <span className={`below-600 ${styles.second}`}>{secondLine(row)}</span> : null}
          </td>
        ))}
      </tr>
      {open ? (
        <tr data-ground="open" className={styles.detail}>
          <td colSpan={columns.length + 1}>{detail.render(row)}</td>
        </tr>
      ) : null}
    </Fragment>
  );
}
