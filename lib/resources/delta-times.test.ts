import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeGaps, encodeGaps, startsOf } from '@/lib/resources/delta-times';

test('any gaps come back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 40 })), (gaps) => {
      expect(decodeGaps(encodeGaps(gaps))).toEqual(gaps);
    }),
  );
});

test('an ordinary gap takes two bytes', () => {
  expect(encodeGaps([600, 601, 599])).toHaveLength(6);
});

test('a cut column is an error, not fewer runs', () => {
  expect(() => decodeGaps(encodeGaps([600]).subarray(0, 1))).toThrow('cut short');
});

test.each([-1, 0.5, Number.NaN])('%s is not a gap', (gap) => {
  expect(() => encodeGaps([gap])).toThrow(RangeError);
});

test('the first start keeps its milliseconds, the others their second', () => {
  const first = new Date('2026-11-20T10:00:00.750Z');
  expect(startsOf(first, encodeGaps([600])).map((it) => it.toISOString())).toEqual([
    '2026-11-20T10:00:00.750Z',
    '2026-11-20T10:10:00.000Z',
  ]);
});
