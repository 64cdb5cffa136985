import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvLine } from '@/lib/reports/csv';

test.each([
  ['=1+1', `"'=1+1"`],
  ['\u0000=1', `"'=1"`],
  ['\n=1', `"'\n=1"`],
  ['  =1', `"'  =1"`],
  ['＝1', `"'＝1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\tx', `"'\tx"`],
  ['-5', '-5'],
  ['+15551234', '+15551234'],
  ['-5+1', `"'-5+1"`],
  ['say "hi"', '"say ""hi"""'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  [-5.5, '-5.5'],
  [null, ''],
  [new Date('2026-11-01T00:00:00Z'), '2026-11-01T00:00:00.000Z'],
  [['a', 'b'], '"[""a"",""b""]"'],
])('%j becomes %s', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test('no cell begins a formula unless it is a number, and no text breaks its line', () => {
  const alphabet = [...'=+-@\t\r\n\u0000 ＝＋"\',;|%', ...'ab1e.'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }), (characters) => {
      const text = characters.join('').replaceAll('\u0000', '');
      const cell = csvCell(characters.join(''));
      const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(read === text || read === `'${text}`).toBe(true);
      if (!/^[+-]?[\d.]+(e\d+)?$/.test(text)) expect(read).not.toMatch(/^\s*[=+\-@＝＋]|^[\t\r]/);
      if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/);
    }),
    { numRuns: 2000 },
  );
});

test('a line ends with CR LF', () => {
  expect(csvLine(['a', 1, null])).toBe('a,1,\r\n');
});
