import { beforeAll, expect, test } from 'vitest';
import { operatorViewer } from '@/lib/access/viewer';
import { recordScan } from '@/lib/commands/record-scan';
import { db } from '@/lib/db';
import { listScans, ScanFilter } from '@/lib/queries/list-scans';
import { listScopes } from '@/lib/queries/list-scopes';
import { listSources, SourceFilter } from '@/lib/queries/list-sources';
import type { Collected } from '@/lib/sources/source';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('operator', 'test');
const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * 60_000);
const complete: Collected = { outcome: 'complete', resources: [], unreadable: [] };
const refused: Collected = { outcome: 'refused', action: 'ec2:DescribeVolumes', problem: 'not authorized' };

beforeAll(async () => {
  await db().$executeRaw`INSERT INTO source (name, provider, created_at, interval_seconds) VALUES
    ('cloud', 'aws', ${ago(300)}, 600), ('empty', 'git', ${ago(300)}, 600), ('hosts', 'join', ${ago(300)}, 0)`;
  const [cloud] = await db().$queryRaw<{ id: string }[]>`SELECT id::text FROM source WHERE name = 'cloud'`;
  const scan = (region: string, collected: Collected, minutes: number) =>
    recordScan(operator, {
      sourceId: cloud?.id ?? '',
      spec: { key: `1/${region}/volume`, kind: 'aws.ec2.volume', account: '1', region, freshnessSeconds: 3600 },
      collected,
      startedAt: ago(minutes + 1),
      finishedAt: ago(minutes),
    });
  await scan('us-east-1', complete, 200);
  await scan('us-west-2', complete, 200);
  await scan('us-east-1', complete, 5);
  await scan('us-west-2', refused, 90);
  await scan('us-west-2', refused, 5);
});

const list = async (filter: object = {}) => (await listSources(operator, SourceFilter.parse(filter))).rows;

test('the worst scope gives the state, and the refused action is named with its regions and its beginning', async () => {
  const [cloud] = await list();
  expect(cloud).toMatchObject({
    name: 'cloud',
    state: 'refused',
    scopes: 2,
    completeScopes: 1,
    staleScopes: 1,
    refusals: [{ action: 'ec2:DescribeVolumes', scopes: 1, regions: ['us-west-2'], since: ago(90) }],
    lastCompleteAt: ago(200),
  });
  expect(cloud?.lagSeconds).toBeGreaterThan(180 * 60);
  expect(cloud?.nextAt?.getTime()).toBeGreaterThan(now);
});

test('what was never collected waits, and the join of hosts is no source', async () => {
  expect((await list()).map(({ name, state }) => [name, state])).toEqual([
    ['cloud', 'refused'],
    ['empty', 'waiting'],
  ]);
});

test('as of an earlier date it was well, and there was no next slot', async () => {
  const [cloud] = await list({ asOf: ago(195).toISOString() });
  expect(cloud).toMatchObject({ state: 'ok', refusals: [], nextAt: null, collecting: null });
  expect(await list({ asOf: ago(400).toISOString() })).toEqual([]);
});

test('pages follow one another', async () => {
  const first = await listSources(operator, SourceFilter.parse({ limit: 1 }));
  const second = await listSources(operator, SourceFilter.parse({ limit: 1, cursor: first.next }));
  expect([...first.rows, ...second.rows].map(({ name }) => name)).toEqual(['cloud', 'empty']);
  expect(second.next).toBeNull();
});

test('scans are listed, the latest first, by outcome and as of a date', async () => {
  const scans = async (filter: object) => (await listScans(operator, ScanFilter.parse(filter))).rows;
  expect(await scans({})).toHaveLength(5);
  expect((await scans({ status: 'refused' })).map((row) => row.refusedAction)).toEqual(
    Array(2).fill('ec2:DescribeVolumes'),
  );
  expect(await scans({ asOf: ago(195).toISOString() })).toHaveLength(2);
  expect(await scans({ region: 'us-west-2', limit: 2 })).toHaveLength(2);
});

test('scopes show the ones that are not complete first', async () => {
  const [cloud] = await list();
  const { scopes } = await listScopes(operator, { source: cloud?.id ?? '', asOf: null });
  expect(scopes.map(({ region, outcome }) => [region, outcome])).toEqual([
    ['us-west-2', 'refused'],
    ['us-east-1', 'complete'],
  ]);
});

test('a token that may only push sees no source', async () => {
  await expect(listSources(await viewerFor('ingest'), SourceFilter.parse({}))).rejects.toMatchObject({
    code: 'forbidden',
  });
});
