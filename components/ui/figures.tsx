import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './figures.module.css';
import { Num } from './num';
import { SafeLink } from './safe-link';
import { type State, states } from './state';

export type Figure = {
  /** Unique within the row. */
  label: string;
  icon?: Icon;
  /** Colours the icon, never the number. */
  state?: State;
  /** A number is set with its thousands apart; words (an age) are set smaller; null is shown as "unknown", never as 0. */
  value: number | ReactNode | null;
  /** Small words behind the value: "+3 since yesterday". */
  delta?: ReactNode;
  /** Of how many: "of 412 hosts". A figure never stands without it. */
  of: ReactNode;
  /** How old: an `Ago`. */
  age?: ReactNode;
  /** The list that it counts. */
  href?: string;
  /** At the right of the label. */
  aside?: ReactNode;
  /** Grounds the figure, for the one that needs looking at. */
  ground?: State;
  hideBelow?: 1180 | 900 | 600;
};

/** A row of figures, each a link to the list that it counts. `mono` for revisions and ids. */
export function Figures({
  figures,
  mono = false,
  label = 'Figures',
}: {
  figures: readonly Figure[];
  mono?: boolean;
  label?: string;
}) {
  return (
    <section className={styles.figures} aria-label={label} data-mono={mono || undefined}>
      {figures.map((figure) => (
        <FigureCell key={figure.label} figure={figure} />
      ))}
    </section>
  );
}

function FigureCell({ figure }: { figure: Figure }) {
  const { icon: Glyph, state, value, ground } = figure;
  const numeric = typeof value === 'number';
  const content = (
    <>
      <span className={styles.label}>
        {Glyph ? (
          <span className={styles.icon} data-state={state ? states[state].paint : undefined}>
            <Glyph size={16} stroke={1.75} aria-hidden />
          </span>
        ) : null}
        {figure.label}
        {figure.aside ? <span className={styles.aside}>{figure.aside}</span> : null}
      </span>
      <span className={styles.value} data-words={numeric ? undefined : true}>
        {value === null ? <span className="t3">unknown</span> : numeric ? <Num value={value} /> : value}
        {figure.delta ? <small>{figure.delta}</small> : null}
      </span>
      <span className={styles.coverage}>
        {figure.of}
        {figure.age ? <>, {figure.age}</> : null}
      </span>
    </>
  );
  const props = {
    className: styles.figure,
    'data-state': ground ? states[ground].paint : undefined,
    'data-hide-below': figure.hideBelow,
  };
  return figure.href ? (
    <SafeLink href={figure.href} {...props}>
      {content}
    </SafeLink>
  ) : (
    <div {...props}>{content}</div>
  );
}
