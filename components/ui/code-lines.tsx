import styles from './code-lines.module.css';

/** One line of code. `mark`: added, removed or the line that is spoken of. */
export type CodeLine = { number?: number; text: string; mark?: 'add' | 'del' | 'here' };

const signs = { add: '+', del: '−', here: '' } as const;

/** Lines of code, configuration or a diff, with their numbers. `bare` inside a box, which has its own frame. */
export function CodeLines({
  lines,
  bare = false,
  label = 'Code',
}: {
  lines: readonly CodeLine[];
  bare?: boolean;
  label?: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <figure className={styles.code} data-bare={bare || undefined} aria-label={label} tabIndex={0}>
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity than its place
        <div key={i} className={styles.line} data-mark={line.mark}>
          <i>{line.number ?? (line.mark ? signs[line.mark] : '')}</i>
          <span>{line.text === '' ? ' ' : line.text}</span>
        </div>
      ))}
    </figure>
  );
}

/** Splits a text into numbered lines; `here` are the numbers that are spoken of. */
export function codeLines(text: string, options: { from?: number; here?: readonly number[] } = {}): CodeLine[] {
  const from = options.from ?? 1;
  return text.split('\n').map((line, i) => ({
    number: from + i,
    text: line,
    ...(options.here?.includes(from + i) ? { mark: 'here' as const } : {}),
  }));
}
