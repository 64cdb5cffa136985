import { expect, test } from 'vitest';
import { exactInstant, formatInstant, zoneName } from './format-instant';

const at = new Date('2026-11-13T22:47:09.500Z');

test.each([
  ['date', {}, '13 Nov 2026'],
  ['date', { year: 2026 }, '13 Nov'],
  ['date', { year: 2027 }, '13 Nov 2026'],
  ['minute', { year: 2026 }, '13 Nov 22:47'],
  ['second', { year: 2026 }, '13 Nov 22:47:09'],
  ['clock', {}, '22:47:09'],
  ['full', {}, 'Fri 13 Nov 2026, 22:47 UTC'],
  ['minute', { year: 2026, zone: 'Asia/Kolkata' }, '14 Nov 04:17'],
  ['full', { zone: 'Europe/Berlin' }, 'Fri 13 Nov 2026, 23:47 CET'],
] as const)('as %s with %o it reads %s', (form, options, words) => {
  expect(formatInstant(at, form, options)).toBe(words);
});

test('the exact instant is UTC to the second', () => {
  expect(exactInstant(at)).toBe('2026-11-13T22:47:09Z');
  expect(zoneName(at, 'UTC')).toBe('UTC');
});
