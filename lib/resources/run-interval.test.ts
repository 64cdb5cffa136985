import { expect, test } from 'vitest';
import { assumedInterval, learnInterval } from '@/lib/resources/run-interval';

test.each<[string, number | null, number[], number]>([
  ['nothing is known', null, [], assumedInterval],
  ['the first gap replaces the assumption', assumedInterval, [600], 600],
  ['the median, so that one outage does not count', 600, [600, 600, 86_400, 610, 590], 600],
  ['few gaps move it by a quarter at most', 86_400, [172_800], 108_000],
  ['few gaps move it down as carefully', 86_400, [600], 69_120],
  ['never under five minutes', assumedInterval, [61, 62, 63], 300],
  ['never over a week', assumedInterval, [30 * 86_400], 7 * 86_400],
])('%s', (_name, known, gaps, learned) => {
  expect(learnInterval(known, gaps)).toBe(learned);
});
