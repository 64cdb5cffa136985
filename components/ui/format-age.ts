const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in at most two units: 40 s, 34 min, 2 h 47 min, 6 d 11 h. Seconds fall away beyond the first minute. */
export function formatDuration(milliseconds: number): string {
  const length = Math.abs(milliseconds);
  if (length < minute) return `${Math.floor(length / second)} s`;
  if (length < hour) return `${Math.floor(length / minute)} min`;
  if (length < day) return pair(Math.floor(length / hour), 'h', Math.floor((length % hour) / minute), 'min');
  return pair(Math.floor(length / day), 'd', Math.floor((length % day) / hour), 'h');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** How long before `asOf`, or null when it is further away than 14 days and the date says more. */
export function formatAge(at: Date, asOf: Date): string | null {
  const age = asOf.getTime() - at.getTime();
  return Math.abs(age) > 14 * day ? null : formatDuration(age);
}
