const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** date: 13 Nov · minute: 13 Nov 22:47 · second: 13 Nov 22:47:09 · clock: 22:47:09 · full: Fri 13 Nov 2026, 22:47 UTC */
export type InstantForm = 'date' | 'minute' | 'second' | 'clock' | 'full';

const two = (value: number) => String(value).padStart(2, '0');

/** The wall clock of a zone at an instant, as if it were UTC, so that only getUTC… is needed. */
function wallClock(at: Date, zone: string): Date {
  if (zone === 'UTC') return at;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return new Date(Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')));
}

/** What a zone is called at an instant: UTC, CET, GMT+5:30. */
export function zoneName(at: Date, zone: string): string {
  if (zone === 'UTC') return 'UTC';
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** An instant in words. The year stands only where it is not `year` (usually that of the as-of moment). */
export function formatInstant(
  at: Date,
  form: InstantForm,
  options: { zone?: string; year?: number | undefined } = {},
): string {
  const zone = options.zone ?? 'UTC';
  const wall = wallClock(at, zone);
  const minute = `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
  const second = `${minute}:${two(wall.getUTCSeconds())}`;
  if (form === 'clock') return second;
  const day = `${wall.getUTCDate()} ${months[wall.getUTCMonth()]}`;
  if (form === 'full')
    return `${weekdays[wall.getUTCDay()]} ${day} ${wall.getUTCFullYear()}, ${minute} ${zoneName(at, zone)}`;
  const date = wall.getUTCFullYear() === options.year ? day : `${day} ${wall.getUTCFullYear()}`;
  if (form === 'date') return date;
  return `${date} ${form === 'second' ? second : minute}`;
}

/** To the second and always UTC: 2026-11-13T22:47:09Z. */
export function exactInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
