import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Check, evaluate } from '@/lib/checks/check';
import { checks } from '@/lib/checks/index';

const all = Object.values(checks) as unknown as Check<Record<string, unknown>>[];
const outcomes = { pass: 'pass', fail: 'fail', notApplicable: 'not-applicable', cannotTell: 'unknown' } as const;

const cases = all.flatMap((check) =>
  Object.entries(outcomes).flatMap(([name, outcome]) =>
    (check.examples[name as keyof typeof outcomes] ?? []).map((change) => ({ check, outcome, change, id: check.id })),
  ),
);

test.each(cases)('$id says $outcome of $change', ({ check, outcome, change }) => {
  const verdict = evaluate(check as unknown as Check, { ...check.kind.example, ...change });
  expect(verdict.outcome).toBe(outcome);
  expect(verdict.reason).not.toBe('');
});

test.each(all)('$id is unknown, not failed, where the fields cannot be read', (check) => {
  expect(evaluate(check as unknown as Check, { nonsense: true }).outcome).toBe('unknown');
});

test('the registry equals its folder', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => !/^(check|checks\.test|index)\.ts$/.test(name) && name.endsWith('.ts'),
  );
  expect(files.map((name) => name.replace('.ts', '')).sort()).toEqual(Object.keys(checks).sort());
});
