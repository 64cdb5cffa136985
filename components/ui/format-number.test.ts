import { expect, test } from 'vitest';
import { formatNumber } from './format-number';

test.each([
  [0, '0'],
  [999, '999'],
  [1906, '1\u202f906'],
  [12_345_678n, '12\u202f345\u202f678'],
  [-4212, '-4\u202f212'],
  [1234.5, '1\u202f234.5'],
])('%s is written %s', (value, words) => {
  expect(formatNumber(value)).toBe(words);
});
