import { beforeAll, expect, test } from 'vitest';
import { listRuns } from '@/lib/queries/list-runs';
import { runErrors } from '@/lib/queries/run-errors';
import { RunFilter } from '@/lib/queries/run-filter';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { recordTestRuns, runMinute } from '@/lib/test-runs';

useTestDatabase();

const failed = (message: string) => ({ failed: 1, events: [{ task: 'Install', status: 'failed', message }] });
beforeAll(() =>
  recordTestRuns('errors', [
    { host: 'web-1', minute: 0, ...failed('no space on web-1') },
    { host: 'web-2', minute: 5, ...failed('no space on web-2') },
    { host: 'web-2', minute: 15, ...failed('no space on web-2') },
    { host: 'web-3', minute: 10, facility: 'Northgate', ...failed('no package nginx'), revision: 'b2c3d4e' },
    { host: 'web-4', minute: 50, facility: 'Northgate', ...failed('no package nginx') },
  ]),
);
const filter = (more: Record<string, unknown> = {}) => RunFilter.parse({ asOf: runMinute(60).toISOString(), ...more });

test('equal errors are one line, over all hosts that have them', async () => {
  const { rows, total } = await runErrors(await viewerFor('viewer'), filter());
  expect(total).toBe(2);
  expect(rows).toMatchObject([
    { message: 'Install: no package nginx', hosts: 2, runs: 2, examples: ['web-3', 'web-4'], revision: null },
    {
      message: 'Install: no space on web-2',
      hosts: 2,
      runs: 3,
      firstAt: runMinute(0),
      lastAt: runMinute(15),
      revision: 'a1b2c3d',
    },
  ]);
});

test('each leads to the list of its runs', async () => {
  const viewer = await viewerFor('viewer');
  for (const { digest, runs } of (await runErrors(viewer, filter())).rows)
    expect((await listRuns(viewer, filter({ error: digest.slice(0, 16) }))).rows).toHaveLength(runs);
});

test('as of an earlier date', async () => {
  const { rows } = await runErrors(await viewerFor('viewer'), filter({ asOf: runMinute(3).toISOString() }));
  expect(rows).toMatchObject([{ message: 'Install: no space on web-1', hosts: 1 }]);
});

test('only of hosts within reach', async () => {
  expect((await runErrors(await viewerFor('viewer', ['Riverside']), filter())).total).toBe(1);
  expect((await runErrors(await viewerFor('viewer', []), filter())).total).toBe(0);
});
