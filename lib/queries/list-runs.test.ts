import { beforeAll, describe, expect, test } from 'vitest';
import { listRuns } from '@/lib/queries/list-runs';
import { RunFilter } from '@/lib/queries/run-filter';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { recordTestRuns, runMinute } from '@/lib/test-runs';

useTestDatabase();

let hosts: Map<string, string>;
beforeAll(async () => {
  hosts = await recordTestRuns('list', [
    { host: 'web-1', minute: 0 },
    { host: 'web-1', minute: 10 },
    { host: 'web-1', minute: 20 },
    { host: 'web-2', minute: 5, changed: 2, revision: 'b2c3d4e' },
    {
      host: 'db-1',
      minute: 15,
      failed: 1,
      facility: 'Northgate',
      actor: 'd.okafor',
      events: [{ task: 'Install', status: 'failed', message: '100% full' }],
    },
    { host: 'db-1', minute: 2000, mode: 'check', changed: 1, facility: 'Northgate' },
  ]);
});

const late = runMinute(60).toISOString();
async function list(filter: Record<string, unknown>, facilities: string[] | null = null) {
  const answer = await listRuns(await viewerFor('viewer', facilities), RunFilter.parse({ asOf: late, ...filter }));
  return answer.rows.map((row) => `${row.host} ${row.outcome}`);
}

describe('the list of runs', () => {
  test('is sorted by the first start, and a fold is one row', async () => {
    const { rows } = await listRuns(await viewerFor('viewer'), RunFilter.parse({ asOf: late }));
    expect(rows.map((row) => [row.host, row.outcome, row.runs])).toEqual([
      ['db-1', 'failed', 1],
      ['web-2', 'changed', 1],
      ['web-1', 'unchanged', 3],
    ]);
    expect(rows[2]).toMatchObject({
      firstStartedAt: runMinute(0),
      startedAt: runMinute(20),
      finishedAt: new Date(runMinute(20).getTime() + 30_000),
      mode: 'enforce',
      tool: 'ansible',
      revision: 'a1b2c3d',
      changed: 0,
      failed: 0,
    });
  });

  test('as of an earlier date cuts a fold off where it was then', async () => {
    const { rows, asOf } = await listRuns(
      await viewerFor('viewer'),
      RunFilter.parse({ asOf: runMinute(12).toISOString() }),
    );
    expect(asOf).toEqual(runMinute(12));
    expect(rows.map((row) => [row.host, row.runs, row.startedAt, row.finishedAt])).toEqual([
      ['web-2', 1, runMinute(5), new Date(runMinute(5).getTime() + 30_000)],
      ['web-1', 2, runMinute(10), null],
    ]);
    expect(await list({ asOf: runMinute(-1).toISOString() })).toEqual([]);
  });

  test('shows only what is within reach', async () => {
    expect(await list({}, ['Northgate'])).toEqual(['db-1 failed']);
    expect(await list({}, [])).toEqual([]);
  });

  test.each<[Record<string, unknown>, string[]]>([
    [{ outcome: 'failed,changed' }, ['db-1 failed', 'web-2 changed']],
    [{ status: 'failing' }, ['db-1 failed']],
    [{ outcome: '-unchanged' }, ['db-1 failed', 'web-2 changed']],
    [{ host: 'web-2' }, ['web-2 changed']],
    [{ host: 'nobody' }, []],
    [{ facility: 'Northgate' }, ['db-1 failed']],
    [{ facility: ['Northgate', 'Riverside'], tool: 'ansible' }, ['db-1 failed', 'web-2 changed', 'web-1 unchanged']],
    [{ tool: 'puppet' }, []],
    [{ mode: 'check', asOf: runMinute(2010).toISOString() }, ['db-1 pending']],
    [{ revision: 'b2c3' }, ['web-2 changed']],
    [{ q: 'OKAFOR' }, ['db-1 failed']],
    [{ q: '100%' }, ['db-1 failed']],
    [{ q: '1_0' }, []],
    [{ period: '24h', asOf: runMinute(24 * 60 + 15).toISOString() }, ['db-1 failed', 'web-1 unchanged']],
    [{ period: '24h', asOf: runMinute(2010).toISOString() }, ['db-1 pending']],
    [{ period: 'all', asOf: undefined }, ['db-1 pending', 'db-1 failed', 'web-2 changed', 'web-1 unchanged']],
  ])('filtered by %j', async (filter, rows) => {
    expect(await list(filter)).toEqual(rows);
  });

  test('a host is found by its id too', async () => {
    expect(await list({ host: hosts.get('web-2') })).toEqual(['web-2 changed']);
  });

  test('pages meet without gap or overlap', async () => {
    const viewer = await viewerFor('viewer');
    const seen: string[] = [];
    for (let cursor: string | undefined, page = 0; page < 9; page++) {
      const answer = await listRuns(viewer, RunFilter.parse({ period: 'all', limit: 1, cursor }));
      seen.push(...answer.rows.map((row) => row.host));
      if (answer.next === null) break;
      cursor = answer.next;
    }
    expect(seen).toEqual(['db-1', 'db-1', 'web-2', 'web-1']);
  });

  test('is refused to a token that may only push', async () => {
    await expect(listRuns(await viewerFor('ingest'), RunFilter.parse({}))).rejects.toThrow('runs:read');
  });
});
