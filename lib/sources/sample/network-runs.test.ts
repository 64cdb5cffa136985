import { expect, test } from 'vitest';
import { codeCommits } from '@/lib/sources/sample/code-commits';
import { networkRuns } from '@/lib/sources/sample/network-runs';

const end = Date.UTC(2026, 10, 20, 10, 42);
const commits = codeCommits(end);
const revisions = commits.map((_, index) => String(index).padStart(40, '0'));
const runsOf = (after: number, until: number) => networkRuns(commits, revisions, 'meridian/ehr-network', after, until);

test('each commit that was applied has the run that applied it, with its revision', () => {
  const applied = commits.flatMap(({ appliedAt }, index) => (appliedAt === null ? [] : [revisions[index]]));
  expect(runsOf(0, end).map(({ revision }) => revision)).toEqual(applied);
  expect(applied.length).toBeLessThan(commits.length);
});

test('windows that follow one another tell each run once', () => {
  const half = end - 40 * 86_400_000;
  expect([...runsOf(0, half), ...runsOf(half, end)]).toEqual(runsOf(0, end));
});

test('a commit whose id is not known has no run', () => {
  expect(networkRuns(commits, [], 'meridian/ehr-network', 0, end)).toEqual([]);
});
