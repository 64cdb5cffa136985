import { expect, test } from 'vitest';
import { searchHits } from './search-hit';

const hit = { group: 'hosts', title: 'rvs-ehr-app-03', hint: null, href: '/fleet/1' };

test('hits stand in data, and what is not a hit is left out', () => {
  expect(searchHits({ data: [hit] })).toEqual([hit]);
  expect(searchHits({ data: [null, hit, { ...hit, title: 7 }] })).toEqual([hit]);
});

test.each([
  null,
  'x',
  {},
  { data: 'x' },
  { data: [{ ...hit, href: 'javascript:x' }] },
  { data: [{ ...hit, group: 'x' }] },
])('%j holds no hit', (answer) => {
  expect(searchHits(answer)).toEqual([]);
});
