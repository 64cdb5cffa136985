import { expect, test } from 'vitest';
import { advisoriesAge } from '@/security/advisories-age';

// Not in npm test: that would turn red by itself, on a change that has nothing to do with it, and teach people to write a
// new date without reading. There it is a figure and a warning.
test('a person read the advisories in the last 14 days', () => {
  const age = advisoriesAge(new Date());
  const remedy =
    'Read those of next, react, next-auth, pg and Postgres, raise the versions, then write the date into security/minimum-versions.json';
  expect(age, remedy).toBeLessThanOrEqual(14);
  expect(age, 'the date lies ahead').toBeGreaterThanOrEqual(-1);
});
