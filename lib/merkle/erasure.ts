import type { LogProblem } from './log-problem';

/** Least age, in days, of what retention takes away: six years. */
export const leastKeptDays = 2192;

/** An event that says which leaves were taken away. */
export interface Erasure {
  /** Number of the event that says so; decimal */
  eventId: string;
  /** UTC, RFC 3339 */
  at: string;
  /** How many events were taken away with it, and of which time, as the event says */
  events: number;
  /** UTC, RFC 3339: the period began, and ended, here */
  from: string;
  to: string;
  /** First and last leaf of each run, the holes of earlier erasures that went with it among them */
  leaves: readonly (readonly [number, number])[];
}

/** The erasure that a leaf tells of; null for a leaf of anything else, or one that does not say which leaves. */
export function erasureOf(payload: string): Erasure | null {
  if (!payload.includes('"action":"audit-log.erased"')) return null;
  try {
    const event = JSON.parse(payload) as Record<string, unknown>;
    if (event.action !== 'audit-log.erased' || event.outcome !== 'done') return null;
    const after = JSON.parse(String(event.after)) as Record<string, unknown>;
    const leaves = String(after.leaves)
      .split(',')
      .map((run) => run.split('-').map(Number));
    if (!leaves.every((run) => run.length === 2 && run.every(Number.isSafeInteger))) return null;
    return {
      eventId: String(event.id),
      at: String(event.at),
      events: Number(after.events),
      from: String(after.from),
      to: String(after.to),
      leaves: leaves.map(([first = 0, last = 0]) => [first, last]),
    };
  } catch {
    return null;
  }
}

/** What is wrong with the holes of the log: leaves that no event says were taken away, and such as went before their time. */
export function checkHoles(holes: readonly (readonly [number, number])[], erasures: readonly Erasure[]): LogProblem[] {
  const said = erasures.flatMap(({ leaves }) => leaves).sort(([a], [b]) => a - b);
  const strangers = holes.flatMap(([first, last]) => uncovered(first, last, said));
  const early = erasures.filter(({ at, to }) => !(Date.parse(at) - Date.parse(to) >= leastKeptDays * 86_400_000));
  return [
    ...strangers.map(([index, last]) => ({
      what: 'deleted' as const,
      index,
      last,
      text: `The leaves ${index} to ${last} were taken away, and no event of the log says so`,
    })),
    ...early.map(({ eventId, from, to, leaves }) => ({
      what: 'deleted' as const,
      index: leaves[0]?.[0] ?? 0,
      last: leaves.at(-1)?.[1] ?? 0,
      text: `Event ${eventId} took away events of ${from} to ${to} before their six years were over`,
    })),
  ];
}

/** The parts of a run that no other run covers; `said` is sorted by its beginnings. */
function uncovered(first: number, last: number, said: readonly (readonly [number, number])[]): [number, number][] {
  const left: [number, number][] = [];
  let next = first;
  for (const [begin, end] of said) {
    if (begin > last) break;
    if (begin > next) left.push([next, begin - 1]);
    next = Math.max(next, end + 1);
  }
  if (next <= last) left.push([next, last]);
  return left;
}
