export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Milliseconds since 1970 of the midnight (UTC) that begins the day of `at`. */
export function midnightOf(at: number): number {
  return Math.floor(at / day) * day;
}

/** `clock` (HH:MM or HH:MM:SS, UTC) on the day that is `daysAgo` days before the day of `end`. */
export function daysAgo(end: number, days: number, clock = '00:00'): number {
  return midnightOf(end) - days * day + clockOf(clock);
}

/** As `daysAgo`, but on the Friday before where that is a Saturday or a Sunday. */
export function workdayAgo(end: number, days: number, clock: string): number {
  const weekday = new Date(daysAgo(end, days)).getUTCDay();
  return daysAgo(end, days + (weekday === 6 ? 1 : weekday === 0 ? 2 : 0), clock);
}

/** The latest `clock` on a weekday (0 is Sunday) that lies at least `atLeast` milliseconds before `end`. */
export function latestWeekday(end: number, weekday: number, clock: string, atLeast: number): number {
  const limit = end - atLeast;
  const back = (new Date(limit).getUTCDay() - weekday + 7) % 7;
  const moment = daysAgo(limit, back, clock);
  return moment <= limit ? moment : moment - 7 * day;
}

/** UTC, RFC 3339, to the millisecond. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

function clockOf(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return hours * hour + minutes * minute + seconds * 1000;
}
