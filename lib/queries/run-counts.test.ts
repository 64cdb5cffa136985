import { beforeAll, expect, test } from 'vitest';
import { listRuns } from '@/lib/queries/list-runs';
import { runCounts } from '@/lib/queries/run-counts';
import { RunFilter } from '@/lib/queries/run-filter';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { recordTestRuns, runMinute } from '@/lib/test-runs';

useTestDatabase();

beforeAll(() =>
  recordTestRuns('counts', [
    { host: 'web-1', minute: 0 },
    { host: 'web-1', minute: 10 },
    { host: 'web-1', minute: 20, failed: 1 },
    { host: 'web-2', minute: 5, failed: 1, facility: 'Northgate' },
    { host: 'web-3', minute: 40, changed: 1 },
  ]),
);
const filter = (more: Record<string, unknown> = {}) => RunFilter.parse({ asOf: runMinute(60).toISOString(), ...more });

test('the tabs count every outcome, the rest counts what is asked for', async () => {
  const counts = await runCounts(await viewerFor('viewer'), filter({ outcome: 'failed' }));
  expect(Object.fromEntries(counts.byOutcome)).toEqual({ failed: 2, unchanged: 1, changed: 1 });
  expect(counts).toMatchObject({ total: 2, everyOutcome: 4, hosts: 3 });
  expect(counts.values.facility).toEqual([
    { value: 'Northgate', count: 1 },
    { value: 'Riverside', count: 1 },
  ]);
});

test('a figure is what its link shows', async () => {
  const viewer = await viewerFor('viewer');
  const { byOutcome } = await runCounts(viewer, filter());
  for (const [outcome, count] of byOutcome)
    expect((await listRuns(viewer, filter({ outcome }))).rows, outcome).toHaveLength(count);
});

test.each([0, 1, 59, 60, 61, 130, 24 * 60, 24 * 60 + 7, 24 * 60 + 35, 25 * 60])(
  'looked up by the hour or counted, it is the same: %d minutes in',
  async (minute) => {
    const viewer = await viewerFor('viewer');
    const asOf = runMinute(minute).toISOString();
    for (const period of ['24h', '7d', 'all']) {
      const counts = await runCounts(viewer, filter({ asOf, period }));
      expect(counts.total, period).toBe((await listRuns(viewer, filter({ asOf, period }))).rows.length);
    }
  },
);

test('a facet that is chosen counts, and is looked up too', async () => {
  const counts = await runCounts(
    await viewerFor('viewer'),
    filter({ facility: 'Northgate', period: 'all', asOf: undefined }),
  );
  expect(counts).toMatchObject({ total: 1 });
});

test('as of an earlier date, what came later does not count', async () => {
  const counts = await runCounts(await viewerFor('viewer'), filter({ asOf: runMinute(15).toISOString() }));
  expect(Object.fromEntries(counts.byOutcome)).toEqual({ unchanged: 1, failed: 1 });
});

test('nothing is counted for a viewer without reach', async () => {
  const counts = await runCounts(await viewerFor('viewer', []), filter());
  expect(counts).toMatchObject({ total: 0, everyOutcome: 0, hosts: 0 });
});
