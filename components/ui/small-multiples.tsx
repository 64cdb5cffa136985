import { formatNumber } from './format-number';
import { measure } from './measure';
import { SafeLink } from './safe-link';
import styles from './small-multiples.module.css';
import { type State, StateText, states } from './state';
import { ValueTable } from './value-table';

/** One row: how many there were in each slot, oldest first; null is a slot that was not observed. */
export type Multiple = {
  state: State;
  label?: string;
  values: readonly (number | null)[];
  href: string;
  /** The exception, said at its bar: "40, revision 9f31c2e". */
  note?: { at: number; text: string };
};

type SmallMultiplesProps = {
  rows: readonly Multiple[];
  /** Words under the bars, each at its slot. The last slot is the as-of moment. */
  axis: readonly { at: number; label: string }[];
  /** What each slot is, for the table: "22 Oct". As many as there are values. */
  slots: readonly string[];
  /** What is counted: hosts. */
  noun: string;
};

const height = 33;

/** One row for each state on its own scale, its figure at the right, the plumb line through all of them. */
export function SmallMultiples({ rows, axis, slots, noun }: SmallMultiplesProps) {
  const count = Math.max(1, slots.length);
  return (
    <div className={styles.frame}>
      <div className={styles.rows} {...measure(count)}>
        {rows.map((row) => (
          <Row key={row.label ?? row.state} row={row} count={count} noun={noun} />
        ))}
        <div className={styles.row}>
          <span />
          <span className={styles.axis} aria-hidden>
            {axis.map(({ at, label }) =>
              at >= count - 1 ? (
                <span key={label} data-now="">
                  {label}
                </span>
              ) : (
                <span key={label} {...measure((at / count) * 100)}>
                  {label}
                </span>
              ),
            )}
          </span>
        </div>
        <i className={styles.plumb} aria-hidden />
      </div>
      <ValueTable
        head="Slot"
        columns={rows.map((row) => row.label ?? states[row.state].word)}
        rows={slots.map((label, i) => ({ label, values: rows.map((row) => row.values[i] ?? null) }))}
      />
    </div>
  );
}

function Row({ row, count, noun }: { row: Multiple; count: number; noun: string }) {
  const max = Math.max(1, ...row.values.map((value) => value ?? 0));
  const now = row.values.at(-1) ?? null;
  const width = 700 / count;
  const word = row.label ?? states[row.state].word;
  return (
    <SafeLink href={row.href} className={styles.row} data-state={states[row.state].paint}>
      <StateText state={row.state} label={word} />
      <span className={styles.plot}>
        <svg
          viewBox={`0 0 700 ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${word}: ${now ?? 'unknown'} ${noun} now, at most ${max}`}
        >
          {row.values.map((value, i) => {
            const tall = value === null ? height - 4 : Math.max(value === 0 ? 0 : 1.5, (value / max) * (height - 5));
            const x = i * width + 2;
            return (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
                key={i}
                className={value === null ? styles.hole : styles.bar}
                x={x}
                y={height - 1 - tall}
                width={Math.max(1, width - 4)}
                height={tall}
              />
            );
          })}
          <line className={styles.ground} x1="0" x2="700" y1={height - 0.5} y2={height - 0.5} />
        </svg>
        {row.note ? <span {...measure(100 - (row.note.at / count) * 100 + 0.4)}>{row.note.text}</span> : null}
      </span>
      <b>{now === null ? '?' : formatNumber(now)}</b>
      <span className={styles.max}>max {formatNumber(max)}</span>
    </SafeLink>
  );
}
