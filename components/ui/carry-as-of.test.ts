import { expect, test } from 'vitest';
import { carryAsOf } from './carry-as-of';

const then = '2026-10-06T09:00:00Z';
const said = 'asOf=2026-10-06T09%3A00%3A00Z';

test.each([
  ['/fleet', `/fleet?${said}`],
  ['/fleet?q=a%26b', `/fleet?q=a%26b&${said}`],
  ['?tab=runs', `?tab=runs&${said}`],
  ['/fleet/1#runs', `/fleet/1?${said}#runs`],
  ['/fleet?asOf=2026-01-01T00:00:00Z', '/fleet?asOf=2026-01-01T00:00:00Z'],
])('%s stays in the past', (href, carried) => {
  expect(carryAsOf(href, then)).toBe(carried);
});

test('now adds nothing', () => {
  expect(carryAsOf('/fleet', null)).toBe('/fleet');
});
