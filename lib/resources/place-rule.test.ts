import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern, matchesRule, type PlaceRule, placeByRules } from '@/lib/resources/place-rule';

const blank: PlaceRule = {
  account: null,
  region: null,
  namePattern: null,
  tagKey: null,
  tagPattern: null,
  inventoryGroup: null,
  facility: null,
  environment: null,
  team: null,
};
const subject = {
  name: 'rvs-EHR-app-03',
  account: '418093745521',
  region: 'us-east-1',
  tags: { Site: 'riverside-east', Note: '100%_sure' },
  groups: ['ehr_app', 'linux'],
};

describe('a pattern', () => {
  test.each([
    ['rvs-*', 'RVS-ehr', true],
    ['*', '', true],
    ['', '', true],
    ['?', '', false],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'axxbyy', false],
    ['rvs-???-app-0?', 'rvs-ehr-app-03', true],
    ['100%_sure', '100%_sure', true],
    ['100%_sure', '1000_sure', false],
    ['h.pital*', 'hôpital', false],
    ['HÔPITAL*', 'hôpital nord', true],
    ['a.c', 'abc', false],
  ])('%s on %s is %s', (pattern, text, matches) => expect(matchesPattern(pattern, text)).toBe(matches));

  test('says what the same expression says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 10 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*', '?'), maxLength: 7 });
    fc.assert(
      fc.property(pattern, text, (wanted, given) => {
        const expression = new RegExp(`^${wanted.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesPattern(wanted, given)).toBe(expression.test(given));
      }),
      { numRuns: 2000, seed: 20261120 },
    );
  });

  test('of many stars ends soon', () => {
    expect(matchesPattern('*a'.repeat(100), `${'a'.repeat(255)}b`)).toBe(false);
  });
});

describe('a rule', () => {
  test.each<[Partial<PlaceRule>, boolean]>([
    [{ account: '4180*' }, true],
    [{ account: '4180*', region: 'eu-*' }, false],
    [{ namePattern: 'rvs-*' }, true],
    [{ tagKey: 'site', tagPattern: 'Riverside*' }, true],
    [{ tagKey: 'site', tagPattern: 'northgate*' }, false],
    [{ tagKey: 'owner', tagPattern: '*' }, false],
    [{ inventoryGroup: 'ehr_*' }, true],
    [{ inventoryGroup: 'win*' }, false],
  ])('%j: %s', (conditions, matches) => expect(matchesRule({ ...blank, ...conditions }, subject)).toBe(matches));

  test('asks for what a resource does not have: it does not match', () => {
    expect(matchesRule({ ...blank, account: '*' }, { ...subject, account: null })).toBe(false);
  });
});

test('each part is given by the first rule that matches and names it', () => {
  const rules = [
    { ...blank, namePattern: 'lks-*', facility: 'Lakeshore' },
    { ...blank, namePattern: 'rvs-*', facility: 'Riverside' },
    { ...blank, account: '418*', facility: 'Elsewhere', environment: 'production' },
    { ...blank, inventoryGroup: 'ehr*', environment: 'test', team: 'EHR platform' },
  ];
  expect(placeByRules(rules, subject)).toEqual({
    facility: 'Riverside',
    environment: 'production',
    team: 'EHR platform',
  });
  expect(placeByRules([], subject)).toEqual({ facility: null, environment: null, team: null });
});
