import { describe, expect, test } from 'vitest';
import { carryTimeline, type TimelineRun } from '@/lib/resources/host-timeline';
import type { RunOutcome } from '@/lib/resources/run-outcome';

const minute = 60_000;
const run = (at: number, outcome: RunOutcome, intervalSeconds: number | null = 600): TimelineRun<string> => ({
  startedAt: at * minute,
  finishedAt: at * minute,
  outcome,
  tool: 'ansible',
  intervalSeconds,
  run: `run ${at}`,
});
const nothing = { state: null, clock: null, recent: [] };
const lines = (states: { from: number; to: number | null; condition: string }[]) =>
  states.map((it) => [it.condition, it.from / minute, it.to === null ? null : it.to / minute]);

describe('the state of a host', () => {
  test('changes only when the condition does', () => {
    const { opened, clock } = carryTimeline(nothing, [
      run(0, 'unchanged'),
      run(10, 'unchanged'),
      run(20, 'failed'),
      run(30, 'failed'),
    ]);
    expect(lines(opened)).toEqual([
      ['unchanged', 0, 20],
      ['failed', 20, null],
    ]);
    expect(opened.map((it) => it.run)).toEqual(['run 0', 'run 20']);
    expect(clock?.overdueAt).toBe(50 * minute);
  });

  test('a gap that nobody noted is missing from the moment it was overdue', () => {
    const { opened } = carryTimeline(nothing, [run(0, 'unchanged'), run(90, 'unchanged')]);
    expect(lines(opened)).toEqual([
      ['unchanged', 0, 20],
      ['missing', 20, 90],
      ['unchanged', 90, null],
    ]);
  });

  test('a noted silence ends with the next run', () => {
    const clock = {
      tool: 'ansible' as const,
      lastStartedAt: 0,
      lastFinishedAt: 0,
      intervalSeconds: 600,
      overdueAt: 20 * minute,
    };
    const state = { from: 20 * minute, condition: 'missing' as const, tool: 'ansible' as const };
    const { closedAt, opened } = carryTimeline({ state, clock, recent: [] }, [run(90, 'unchanged')]);
    expect(closedAt).toBe(90 * minute);
    expect(lines(opened)).toEqual([['unchanged', 90, null]]);
  });

  test('a run that came in late, from before the silence was noted, does not rewrite it', () => {
    const clock = {
      tool: 'ansible' as const,
      lastStartedAt: 0,
      lastFinishedAt: 0,
      intervalSeconds: 600,
      overdueAt: 20 * minute,
    };
    const state = { from: 20 * minute, condition: 'missing' as const, tool: 'ansible' as const };
    const { closedAt, opened } = carryTimeline({ state, clock, recent: [] }, [run(10, 'unchanged')]);
    expect(closedAt).toBe(20 * minute + 1);
    expect(opened[0]?.from).toBe(20 * minute + 1);
  });

  test('an older run changes neither state nor clock', () => {
    const clock = {
      tool: 'ansible' as const,
      lastStartedAt: 30 * minute,
      lastFinishedAt: 30 * minute,
      intervalSeconds: 600,
      overdueAt: 50 * minute,
    };
    const state = { from: 0, condition: 'unchanged' as const, tool: 'ansible' as const };
    expect(carryTimeline({ state, clock, recent: [] }, [run(10, 'failed')])).toEqual({
      closedAt: null,
      opened: [],
      clock: null,
    });
  });

  test('the interval is learned from the last gaps where nobody says it', () => {
    const runs = [0, 10, 20, 30, 40].map((at) => run(at, 'unchanged', null));
    expect(carryTimeline(nothing, runs).clock?.intervalSeconds).toBe(600);
    expect(carryTimeline(nothing, runs.slice(0, 1)).clock?.intervalSeconds).toBe(3600);
  });
});
