import { beforeAll, expect, test } from 'vitest';
import { runStrip } from '@/lib/queries/run-strip';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { recordTestRuns, runMinute } from '@/lib/test-runs';

useTestDatabase();

let hostId: string;
beforeAll(async () => {
  const hosts = await recordTestRuns('strip', [
    ...[0, 10, 20].map((minute) => ({ host: 'web-1', minute })),
    { host: 'web-1', minute: 30, failed: 1 },
    { host: 'web-1', minute: 60, changed: 1, revision: 'b2c3d4e' },
  ]);
  hostId = hosts.get('web-1') ?? '';
});
const strip = async (asOf: Date, period: '24h' | '7d' | '90d' = '24h', facilities: string[] | null = null) =>
  runStrip(await viewerFor('viewer', facilities), { hostId, asOf, period });

test('one slot for each time at which the host was expected', async () => {
  const answer = await strip(runMinute(62));
  expect(answer).toMatchObject({ slotSeconds: 600, firstRunAt: runMinute(0) });
  expect(answer?.slots).toHaveLength(144);
  expect(answer?.slots.slice(-8).map((slot) => slot.state)).toEqual([
    'before',
    'unchanged',
    'unchanged',
    'unchanged',
    'failed',
    'missing',
    'missing',
    'intentional',
  ]);
});

test('as of an earlier date', async () => {
  expect((await strip(runMinute(25)))?.slots.slice(-4).map((slot) => slot.state)).toEqual([
    'before',
    'unchanged',
    'unchanged',
    'unchanged',
  ]);
  expect(await strip(runMinute(-5))).toBeNull();
});

test('longer periods have longer slots, and the worst run speaks for each', async () => {
  const answer = await strip(runMinute(90), '7d');
  expect(answer?.slots).toHaveLength(168);
  expect(answer?.slots.at(-1)).toMatchObject({ state: 'failed', runs: 2 });
});

test('nothing for a viewer without reach', async () => {
  expect(await strip(runMinute(62), '24h', ['Northgate'])).toBeNull();
});
