import { beforeAll, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { runDistribution } from '@/lib/queries/run-distribution';
import { RunFilter } from '@/lib/queries/run-filter';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { recordTestRuns, runMinute } from '@/lib/test-runs';

useTestDatabase();

// Every ten minutes: web-1 and web-2 at the full one, web-3 four minutes later; db-1 at a quarter past the hour.
beforeAll(() =>
  recordTestRuns('distribution', [
    ...[0, 10, 20].flatMap((minute) => [
      { host: 'web-1', minute },
      { host: 'web-2', minute, changed: minute === 20 ? 1 : 0, facility: 'Northgate' },
      { host: 'web-3', minute: minute + 4 },
    ]),
    { host: 'web-1', minute: 33 },
    { host: 'db-1', minute: 15, tool: 'puppet', intervalSeconds: 3600 },
  ]),
);
const filter = (minute: number, more: object = {}) =>
  RunFilter.parse({ asOf: runMinute(minute).toISOString(), ...more });
const slots = (counts: Record<number, number>) => Array.from({ length: 10 }, (_, i) => counts[i] ?? 0);

test('each host counts once, where in its interval its last run began', async () => {
  expect(await runDistribution(await viewerFor('viewer'), filter(60))).toEqual([
    { tool: 'ansible', interval: 600, hosts: slots({ 0: 1, 3: 1, 4: 1 }) },
    { tool: 'puppet', interval: 3600, hosts: slots({ 2: 1 }) },
  ]);
});

test('as of an earlier date, what came later does not count, and a fold that is cut speaks with its first run', async () => {
  expect(await runDistribution(await viewerFor('viewer'), filter(12))).toEqual([
    { tool: 'ansible', interval: 600, hosts: slots({ 0: 2, 4: 1 }) },
  ]);
  expect(await runDistribution(await viewerFor('viewer'), filter(-1))).toEqual([]);
});

test('a host that has not run for a day is not in it', async () => {
  expect(await runDistribution(await viewerFor('viewer'), filter(24 * 60 + 30))).toEqual([
    { tool: 'ansible', interval: 600, hosts: slots({ 3: 1 }) },
  ]);
});

test('a host that is gone today is still there in the past, with the gap between its runs', async () => {
  await recordTestRuns(
    'gone',
    [0, 20, 40].map((minute) => ({ host: 'old-1', minute: minute + 300, tool: 'chef' })),
  );
  const chef = () => runDistribution(viewer, filter(360, { tool: 'chef' }));
  const viewer = await viewerFor('viewer');
  expect(await chef()).toMatchObject([{ interval: 600 }]);
  await db().$executeRaw`DELETE FROM host_interval WHERE tool = 'chef'`;
  expect(await chef()).toEqual([{ tool: 'chef', interval: 1200, hosts: slots({ 0: 1 }) }]);
});

test('the filter narrows it, whatever its period', async () => {
  const viewer = await viewerFor('viewer');
  expect(await runDistribution(viewer, filter(60, { tool: 'puppet', period: '90d' }))).toMatchObject([
    { tool: 'puppet' },
  ]);
  expect(await runDistribution(viewer, filter(60, { facility: 'Northgate' }))).toEqual([
    { tool: 'ansible', interval: 600, hosts: slots({ 0: 1 }) },
  ]);
});

test('nothing for a viewer without reach', async () => {
  expect(await runDistribution(await viewerFor('viewer', []), filter(60))).toEqual([]);
});
