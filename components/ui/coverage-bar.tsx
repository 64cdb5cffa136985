import styles from './coverage-bar.module.css';
import { formatNumber } from './format-number';
import { measure } from './measure';
import { SafeLink } from './safe-link';
import { type State, StateSwatch, states } from './state';

export type CoverageSegment = { state: State; count: number; href?: string; label?: string };

const order: readonly State[] = [
  'fail',
  'unencrypted',
  'refused',
  'unknown',
  'stale',
  'missing',
  'pending',
  'corrective',
  'waived',
  'changed',
  'na',
];
const rank = (state: State) => {
  const place = order.indexOf(state);
  return place === -1 ? order.length : place;
};

type CoverageBarProps = {
  segments: readonly CoverageSegment[] /** What is counted: volumes. */;
  noun: string;
  height?: 6 | 10 | 12;
};

/**
 * A share of a whole. The exceptions stand first, from the left, and never thinner than 4 px. Its figures stand beside it
 * as links, so that its parts, too small to be aimed at surely, are links for the mouse alone.
 */
export function CoverageBar({ segments, noun, height = 12 }: CoverageBarProps) {
  const shown = segments.filter(({ count }) => count > 0).sort((a, b) => rank(a.state) - rank(b.state));
  if (shown.length === 0)
    return <div className={styles.bar} data-height={height} data-empty="" role="img" aria-label={`No ${noun}`} />;
  const whole = shown.reduce((sum, { count }) => sum + count, 0);
  const linked = shown.some(({ href }) => href !== undefined);
  return (
    <div className={styles.bar} data-height={height} aria-hidden={linked || undefined}>
      {shown.map((segment) => {
        const words = `${formatNumber(segment.count)} ${noun} ${segment.label ?? states[segment.state].word.toLowerCase()}`;
        const props = {
          className: styles.segment,
          'data-state': states[segment.state].paint,
          title: words,
          ...measure((segment.count / whole) * 100),
        };
        return segment.href ? (
          <SafeLink key={segment.state} href={segment.href} tabIndex={-1} {...props} />
        ) : (
          <span key={segment.state} role="img" aria-label={words} {...props} />
        );
      })}
    </div>
  );
}

/** What the colours of a bar or strip say, with their counts where they are known. */
export function StateKey({
  entries,
}: {
  entries: readonly { state: State; label?: string; count?: number; href?: string }[];
}) {
  return (
    <span className={styles.key}>
      {entries.map(({ state, label, count, href }) => {
        const content = (
          <>
            <StateSwatch state={state} />
            {count === undefined ? null : <b>{formatNumber(count)}</b>}
            {label ?? states[state].word.toLowerCase()}
          </>
        );
        return href ? (
          <SafeLink key={`${state}${label}`} href={href}>
            {content}
          </SafeLink>
        ) : (
          <span key={`${state}${label}`}>{content}</span>
        );
      })}
    </span>
  );
}
