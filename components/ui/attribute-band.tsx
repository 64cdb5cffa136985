import styles from './attribute-band.module.css';
import { measure } from './measure';
import { SafeLink } from './safe-link';

/** A value from–to. `value` null: it was not observed then. `bad` where the value is what one does not want. */
export type BandSpan = {
  value: string | null /** Any unit of length, the same for all. */;
  length: number;
  bad?: boolean;
  href?: string;
  title?: string;
};
export type Band = { attribute: string; spans: readonly BandSpan[] };

type AttributeBandsProps = {
  bands: readonly Band[];
  /** Words below, evenly spread from the first to the as-of moment. */
  axis: readonly string[];
  label: string;
};

/** What each attribute was over time: a new value is a new tone, hatched where nothing was observed. */
export function AttributeBands({ bands, axis, label }: AttributeBandsProps) {
  return (
    <figure className={styles.bands} aria-label={label}>
      {bands.map(({ attribute, spans }) => (
        <div className={styles.band} key={attribute}>
          <span className={`mono clip ${styles.name}`} title={attribute}>
            {attribute}
          </span>
          <div className={styles.track}>
            {sharesOf(spans).map(({ span, share }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place
              <Span key={i} span={span} share={share} attribute={attribute} tone={i % 2} />
            ))}
          </div>
        </div>
      ))}
      <div className={styles.band}>
        <span />
        <div className={styles.axis} aria-hidden>
          {axis.map((word, i) => (
            <span key={word} data-now={i === axis.length - 1 || undefined}>
              {word}
            </span>
          ))}
        </div>
      </div>
      <i className={styles.plumb} aria-hidden />
    </figure>
  );
}

/** Each span with how many per cent of the whole it takes. */
function sharesOf(spans: readonly BandSpan[]) {
  const whole = spans.reduce((sum, { length }) => sum + length, 0);
  return spans.map((span) => ({ span, share: (span.length / whole) * 100 }));
}

type SpanProps = { span: BandSpan; share: number; attribute: string; tone: number };

function Span({ span, share, attribute, tone }: SpanProps) {
  const words = span.title ?? `${attribute}: ${span.value ?? 'not observed'}`;
  const props = {
    className: styles.span,
    'data-state': span.value === null ? 'unknown' : undefined,
    'data-tone': span.bad ? 'bad' : String(tone),
    title: words,
    ...measure(share),
  };
  return span.href ? (
    <SafeLink {...props} href={span.href} aria-label={words}>
      {span.value}
    </SafeLink>
  ) : (
    <span {...props}>{span.value ?? <span className="visually-hidden">{words}</span>}</span>
  );
}
