import { describe, expect, test } from 'vitest';
import { cutPage, decodeCursor } from '@/lib/queries/page';

const cursorOf = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');
const at = '2026-11-20T12:00:00.000Z';

describe('a cursor', () => {
  test('leads to the row after the last one', () => {
    const { rows, next } = cutPage([3, 4, 5], 2, (row) => [at, String(row)]);
    expect(rows).toEqual([3, 4]);
    expect(decodeCursor(next ?? '', ['time', 'id'])).toEqual([at, '4']);
  });
  test('takes names of any length', () => {
    const long = 'x'.repeat(2000);
    expect(decodeCursor(cursorOf([long, '4']), ['text', 'id'])).toEqual([long, '4']);
  });
  test('is none where there is no next page', () => expect(cutPage([3, 4], 2, (row) => [row]).next).toBe(null));
  test.each([
    ['no list', cursorOf({})],
    ['no JSON', 'e3'],
    ['one key too few', cursorOf([at])],
    ['one too many', cursorOf([at, '4', '5'])],
    ['an id that is none', cursorOf([at, "4'; --"])],
    ['an id longer than any', cursorOf([at, '9'.repeat(19)])],
    ['a time that is none', cursorOf(['yesterday', '4'])],
    ['a date that never was', cursorOf(['2026-02-31T00:00:00.000Z', '4'])],
    ['nothing where a key should be', cursorOf([null, '4'])],
    ['a list in a list', cursorOf([[at], '4'])],
  ])('is refused: %s', (_, cursor) => expect(() => decodeCursor(cursor, ['time', 'id'])).toThrow('not one of ours'));
});
