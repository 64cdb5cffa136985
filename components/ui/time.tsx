import { formatAge } from './format-age';
import { exactInstant, formatInstant, type InstantForm } from './format-instant';

type Moment = Date | string;
const dateOf = (moment: Moment) => (moment instanceof Date ? moment : new Date(moment));

/**
 * How long before the as-of moment (now, when nobody looks at the past): 6 d 11 h, beyond 14 days the date.
 * `words` adds "ago" or "in". The exact time is its title; a click copies it (see components/frame/instants.tsx).
 */
export function Ago({ at, asOf, words = false }: { at: Moment; asOf: Moment; words?: boolean }) {
  const then = dateOf(at);
  const reference = dateOf(asOf);
  const age = formatAge(then, reference);
  if (age === null) return <Stamp at={then} asOf={reference} form="date" />;
  const said = !words ? age : then > reference ? `in ${age}` : `${age} ago`;
  return (
    <time dateTime={exactInstant(then)} title={exactInstant(then)} data-instant="age">
      {said}
    </time>
  );
}

type StampProps = { at: Moment; form?: InstantForm /** Its year is left out of the words. */; asOf?: Moment };

/** A moment on the clock, in UTC until the reader chooses local time with `u`; the words may then differ from the server's. */
export function Stamp({ at, form = 'minute', asOf }: StampProps) {
  const then = dateOf(at);
  const year = asOf === undefined ? undefined : dateOf(asOf).getUTCFullYear();
  return (
    <time
      dateTime={exactInstant(then)}
      title={exactInstant(then)}
      data-instant={form}
      data-year={year}
      suppressHydrationWarning
    >
      {formatInstant(then, form, { year })}
    </time>
  );
}
