import { SafeLink } from './safe-link';
import styles from './value-table.module.css';

type ValueTableProps = {
  /** What each row is: "Slot", "Midnight UTC". */
  head: string;
  columns: readonly string[];
  /** One row for each slot; null is what was not observed. `href` leads to what the row counts. */
  rows: readonly { label: string; values: readonly (number | null)[]; href?: string }[];
  /** Said instead of null. */
  unknown?: string;
};

/** A chart in figures: closed and out of sight until `t` or the keyboard opens it. */
export function ValueTable({ head, columns, rows, unknown = 'unknown' }: ValueTableProps) {
  return (
    <details className={styles.values} data-chart-table="">
      <summary>As a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <div tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, values, href }) => (
              <tr key={label}>
                <th scope="row">
                  {href ? (
                    <SafeLink className="link" href={href}>
                      {label}
                    </SafeLink>
                  ) : (
                    label
                  )}
                </th>
                {columns.map((column, i) => (
                  <td key={column}>{values[i] ?? unknown}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
