import { expect, test } from 'vitest';
import { formatAge, formatDuration } from './format-age';

const asOf = new Date('2026-11-20T10:42:00Z');

test.each([
  ['2026-11-20T10:41:20Z', '40 s'],
  ['2026-11-20T10:08:00Z', '34 min'],
  ['2026-11-20T07:55:00Z', '2 h 47 min'],
  ['2026-11-20T08:42:00Z', '2 h'],
  ['2026-11-13T22:47:09Z', '6 d 11 h'],
  ['2026-11-06T10:42:00Z', '14 d'],
  ['2026-11-06T10:41:59Z', null],
  ['2026-11-26T10:42:00Z', '6 d'],
])('the age of %s is %s', (at, words) => {
  expect(formatAge(new Date(at), asOf)).toBe(words);
});

test('a length has at most two units', () => {
  expect(formatDuration(((24 + 3) * 60 + 59) * 60_000 + 59_000)).toBe('1 d 3 h');
});
