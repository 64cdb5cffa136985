import { expect, test } from 'vitest';
import type { RunOutcome } from '@/lib/resources/run-outcome';
import { slotRuns } from '@/lib/resources/run-slots';

const minute = 60_000;
const run = (at: number, outcome: RunOutcome = 'unchanged') => ({ at: at * minute, outcome, id: `${at}` });
const hour = { from: 0, to: 60 * minute, slot: 10 * minute, interval: 10 * minute, firstRunAt: -1 };
const words = (runs: ReturnType<typeof run>[], frame = hour) =>
  slotRuns(runs, frame)
    .map((slot) => slot.state)
    .join(' ');

test.each<[string, ReturnType<typeof run>[], string]>([
  [
    'each run in its slot',
    [3, 13, 23, 33, 43, 53].map((at) => run(at)),
    'unchanged unchanged unchanged unchanged unchanged unchanged',
  ],
  [
    'a run that did not come is a hole',
    [3, 13, 33, 43, 53].map((at) => run(at)),
    'unchanged unchanged missing unchanged unchanged unchanged',
  ],
  [
    'a little early or late is not a hole',
    [3, 12, 24, 32, 44, 53].map((at) => run(at)),
    'unchanged unchanged unchanged unchanged unchanged unchanged',
  ],
  [
    'the worst of two in a slot speaks',
    [3, 13, 23, 33, 43, 53].map((at) => run(at)).concat(run(24, 'failed'), run(22, 'changed')),
    'unchanged unchanged failed unchanged unchanged unchanged',
  ],
  [
    'silence at the end, after the grace of two periods',
    [3, 13, 23].map((at) => run(at)),
    'unchanged unchanged unchanged missing missing missing',
  ],
  [
    'late, but within the grace',
    [-7, 3, 13, 23, 33, 43].map((at) => run(at)),
    'unchanged unchanged unchanged unchanged unchanged unchanged',
  ],
  ['nothing at all', [], 'missing missing missing missing missing missing'],
])('%s', (_name, runs, states) => {
  expect(words(runs)).toBe(states);
});

test('before its first run a host missed nothing', () => {
  expect(words([run(33), run(43), run(53)], { ...hour, firstRunAt: 33 * minute })).toBe(
    'before before before unchanged unchanged unchanged',
  );
});

test('a slot says how many runs it holds and which was the worst', () => {
  const slots = slotRuns([run(13), run(14, 'failed'), run(53)], { ...hour, slot: 30 * minute });
  expect(slots.map(({ runs, runId }) => [runs, runId])).toEqual([
    [2, '14'],
    [1, '53'],
  ]);
});

test('a host that runs less often than the period is long has one slot', () => {
  expect(words([run(-2000)], { ...hour, slot: 10_080 * minute, interval: 10_080 * minute })).toBe('unchanged');
});

test('a slot of several runs is missing where fewer than half of them came, unless one failed', () => {
  const runs = [3, 13, 23, 33].map((at) => run(at));
  expect(words(runs, { ...hour, slot: 30 * minute })).toBe('unchanged missing');
  expect(words([...runs, run(43, 'failed')], { ...hour, slot: 30 * minute })).toBe('unchanged failed');
});
