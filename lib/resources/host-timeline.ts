import { learnInterval, overdueAfter } from '@/lib/resources/run-interval';
import type { RunOutcome } from '@/lib/resources/run-outcome';
import type { RunReport } from '@/lib/resources/run-report';

/** How configuration management last left a host; `missing` from the moment its next run was overdue. */
export type Condition = RunOutcome | 'missing';

/** When a host ran last and when it is due. Moments are ms since 1970. */
export interface HostClock {
  tool: RunReport['tool'];
  lastStartedAt: number;
  lastFinishedAt: number;
  intervalSeconds: number;
  overdueAt: number;
}

export interface HostState<Run> {
  from: number;
  /** Null while it lasts */
  to: number | null;
  condition: Condition;
  tool: RunReport['tool'];
  /** The run that opened it; null for `missing` */
  run: Run | null;
}

/** A run as the timeline of its host needs it. */
export interface TimelineRun<Run> {
  startedAt: number;
  finishedAt: number;
  outcome: RunOutcome;
  tool: RunReport['tool'];
  /** How often it says that the host runs, in seconds */
  intervalSeconds: number | null;
  run: Run;
}

export interface Timeline<Run> {
  /** When the state that stood before ended; null: it still stands */
  closedAt: number | null;
  opened: HostState<Run>[];
  clock: HostClock | null;
}

const remembered = 10;

/**
 * Carries the state and the clock of one host over runs that have come in, the oldest first. A run that is not newer
 * than the last changes neither. A gap that nobody noted when it happened is written as `missing`.
 */
export function carryTimeline<Run>(
  before: {
    state: Pick<HostState<Run>, 'from' | 'condition' | 'tool'> | null;
    clock: HostClock | null;
    recent: readonly number[];
  },
  runs: readonly TimelineRun<Run>[],
): Timeline<Run> {
  let clock = before.clock;
  let state: Pick<HostState<Run>, 'from' | 'condition' | 'tool'> | null = before.state;
  let closedAt: number | null = null;
  const opened: HostState<Run>[] = [];
  const recent = [...before.recent, ...(clock ? [clock.lastStartedAt] : [])].sort((a, b) => a - b);

  const open = (next: HostState<Run>) => {
    const last = opened.at(-1);
    if (last) last.to = next.from;
    else if (before.state) closedAt = next.from;
    opened.push(next);
    state = next;
  };

  for (const run of runs) {
    if (clock && run.startedAt <= clock.lastStartedAt) continue;
    // A silence that was noted before a late run came in stays noted: the host was not heard of then.
    const at = state ? Math.max(run.startedAt, state.from + 1) : run.startedAt;
    if (clock && state && state.condition !== 'missing' && clock.overdueAt < at && clock.overdueAt > state.from)
      open({ from: clock.overdueAt, to: null, condition: 'missing', tool: clock.tool, run: null });
    if (!state || state.condition !== run.outcome || state.tool !== run.tool)
      open({ from: at, to: null, condition: run.outcome, tool: run.tool, run: run.run });
    if (recent.at(-1) !== run.startedAt) recent.push(run.startedAt);
    const intervalSeconds = run.intervalSeconds ?? learnInterval(clock?.intervalSeconds ?? null, gapsOf(recent));
    clock = {
      tool: run.tool,
      lastStartedAt: run.startedAt,
      lastFinishedAt: run.finishedAt,
      intervalSeconds,
      overdueAt: overdueAfter(run.finishedAt, intervalSeconds),
    };
  }
  return { closedAt, opened, clock: clock === before.clock ? null : clock };
}

/** Seconds between the last starts. Two within a minute are one occasion. */
function gapsOf(starts: readonly number[]): number[] {
  const last = starts.slice(-remembered);
  return last
    .slice(1)
    .map((start, i) => Math.round((start - (last[i] ?? start)) / 1000))
    .filter((gap) => gap >= 60);
}
