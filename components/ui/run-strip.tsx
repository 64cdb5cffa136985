import styles from './run-strip.module.css';
import { SafeLink } from './safe-link';
import { type State, states } from './state';

/** One expected slot: what came of it, or `missing`. */
export type RunCell = {
  state: State /** Said of it: "19 Nov 10:40, failed, run 88 412". */;
  title: string;
  href?: string;
};

type RunStripProps = {
  cells: readonly RunCell[];
  /** Said instead of the picture: "144 slots: 7 failed, 5 missing". */
  label: string;
  /** Words below, evenly spread from the first to the last moment. */
  axis: readonly string[];
};

/**
 * One cell for each expected slot, its height by its state, so that a missing run is a hole. Its cells are links for the
 * mouse alone: the keyboard would stop at 144 of them, and the list of runs has them all.
 */
export function RunStrip({ cells, label, axis }: RunStripProps) {
  const half = Math.ceil(cells.length / 2);
  return (
    <figure aria-label={label} className={styles.figure}>
      <div className={styles.strip} aria-hidden>
        {[cells.slice(0, half), cells.slice(half)].map((row, second) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a half is its place
          <div key={second} className={styles.half}>
            {row.map((cell, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
              <Cell key={i} cell={cell} />
            ))}
          </div>
        ))}
      </div>
      <div className={styles.axis} aria-hidden>
        {axis.map((word, i) => (
          <span key={word} data-now={i === axis.length - 1 || undefined}>
            {word}
          </span>
        ))}
      </div>
    </figure>
  );
}

function Cell({ cell }: { cell: RunCell }) {
  const props = { className: styles.cell, 'data-state': states[cell.state].paint, title: cell.title };
  return cell.href ? <SafeLink {...props} href={cell.href} tabIndex={-1} /> : <span {...props} />;
}
