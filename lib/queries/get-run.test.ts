import { beforeAll, expect, test } from 'vitest';
import { getRun } from '@/lib/queries/get-run';
import { listRuns } from '@/lib/queries/list-runs';
import { RunFilter } from '@/lib/queries/run-filter';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { recordTestRuns, runMinute } from '@/lib/test-runs';

useTestDatabase();

let ids: string[];
beforeAll(async () => {
  const changed = {
    task: 'Configure',
    action: 'ansible.builtin.template',
    status: 'changed',
    path: '/etc/app.yml',
    before: 'a: 1',
    after: 'a: 2',
  };
  await recordTestRuns('one', [
    { host: 'web-1', minute: 0 },
    { host: 'web-1', minute: 10 },
    { host: 'web-1', minute: 20, changed: 1, revision: 'b2c3d4e', events: [changed] },
    { host: 'web-1', minute: 30, failed: 1 },
  ]);
  const { rows } = await listRuns(await viewerFor('viewer'), RunFilter.parse({ period: 'all' }));
  ids = rows.map((row) => row.id).reverse();
});
const get = async (index: number, asOf?: Date, facilities: string[] | null = null) =>
  getRun(await viewerFor('viewer', facilities), { id: ids[index] ?? '0', asOf });

test('a run with its events and its neighbours', async () => {
  expect(await get(1)).toMatchObject({
    host: 'web-1',
    source: 'one',
    outcome: 'intentional',
    revision: 'b2c3d4e',
    starts: [runMinute(20)],
    events: [{ task: 'Configure', status: 'changed', path: '/etc/app.yml', before: 'a: 1', after: 'a: 2' }],
    previous: { id: ids[0], outcome: 'unchanged', runs: 2 },
    next: { id: ids[2], outcome: 'failed' },
  });
});

test('a fold says when each of its runs began', async () => {
  expect(await get(0)).toMatchObject({ runs: 2, starts: [runMinute(0), runMinute(10)], previous: null });
});

test('as of an earlier date neither what folded in nor what came next is there', async () => {
  expect(await get(0, runMinute(5))).toMatchObject({ runs: 1, starts: [runMinute(0)], finishedAt: null, next: null });
  await expect(get(1, runMinute(5))).rejects.toThrow('no such run');
});

test('nothing for a viewer without reach', async () => {
  await expect(get(1, undefined, ['Northgate'])).rejects.toThrow('no such run');
  await expect(get(99)).rejects.toThrow('no such run');
});
