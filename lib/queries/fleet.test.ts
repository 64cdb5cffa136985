import { beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { encryptionCoverage } from '@/lib/queries/encryption-coverage';
import { encryptionFacets } from '@/lib/queries/encryption-facets';
import { fleetFigures } from '@/lib/queries/fleet-figures';
import { hostFacets } from '@/lib/queries/host-facets';
import { HostFilter } from '@/lib/queries/host-filter';
import { EncryptionFilter, listEncryption } from '@/lib/queries/list-encryption';
import { listHosts } from '@/lib/queries/list-hosts';
import { listNotWell } from '@/lib/queries/list-not-well';
import { listResources } from '@/lib/queries/list-resources';
import { listSnapshots, SnapshotFilter } from '@/lib/queries/list-snapshots';
import { pastCounts } from '@/lib/queries/past-counts';
import { ResourceFilter } from '@/lib/queries/resource-filter';
import { search } from '@/lib/queries/search';
import { sinceYesterday } from '@/lib/queries/since-yesterday';
import { minute, testEstate } from '@/lib/queries/test-estate';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

let viewer: Viewer;
let elsewhere: Viewer;
beforeAll(async () => {
  await testEstate();
  viewer = await viewerFor('administrator');
  elsewhere = await viewerFor('administrator', ['Lakeshore']);
});

const hosts = (given: Record<string, unknown>) => HostFilter.parse(given);
const at = (n: number) => minute(n).toISOString();
const names = async (given: Record<string, unknown>, who = viewer) =>
  (await listHosts(who, hosts(given))).rows.map((row) => row.name);

describe('listHosts', () => {
  test('the hosts, with the condition of their last run, their disks and when they went', async () => {
    const { rows } = await listHosts(viewer, hosts({ asOf: at(25) }));
    expect(rows).toMatchObject([
      {
        name: 'db',
        status: 'failed',
        disks: 'unencrypted',
        facility: 'Northgate',
        joined: 'joined',
        ranAt: minute(20),
        seenAt: minute(0),
        goneAt: null,
      },
      { name: 'web', status: 'unchanged', disks: 'encrypted', facility: 'Riverside', ranAt: minute(18) },
    ]);
  });
  test('as of an earlier date', async () =>
    expect((await listHosts(viewer, hosts({ asOf: at(15) }))).rows[0]).toMatchObject({
      name: 'db',
      status: 'unchanged',
    }));
  test('nothing for a viewer without reach', async () => expect(await names({ asOf: at(25) }, elsewhere)).toEqual([]));
  test.each([
    [{ status: 'failing' }, ['db']],
    [{ disks: 'encrypted' }, ['web']],
    [{ facility: ['Riverside', 'Northgate'], disks: '-encrypted' }, ['db']],
    [{ q: '10.0.0.1' }, ['web']],
    [{ q: 'DB north' }, ['db']],
    [{ q: '100%' }, []],
    [{ group: 'sg-edge' }, ['db', 'web']],
    [{ sort: '-name' }, ['web', 'db']],
  ])('filters by %j', async (given, expected) => expect(await names({ asOf: at(25), ...given })).toEqual(expected));
  test.each(['name', '-name', 'status', '-facility', 'disks'])('pages by %s and meets each host once', async (sort) => {
    const first = await listHosts(viewer, hosts({ asOf: at(25), sort, limit: '1' }));
    const second = await listHosts(viewer, hosts({ asOf: at(25), sort, limit: '1', cursor: first.next ?? '' }));
    expect([...first.rows, ...second.rows].map((row) => row.name).sort()).toEqual(['db', 'web']);
    expect(second.next).toBeNull();
  });
});

test('hostFacets counts what the filter leaves, and the tabs without the status', async () => {
  const facets = await hostFacets(viewer, hosts({ asOf: at(25), status: 'failing' }));
  expect(facets).toMatchObject({ total: 1, all: 2 });
  expect(facets.values.facility).toEqual([{ value: 'Northgate', count: 1 }]);
  expect([...facets.everyStatus.values()]).toEqual([1, 1]);
  expect((await hostFacets(elsewhere, hosts({ asOf: at(25) }))).all).toBe(0);
});

describe('fleetFigures', () => {
  test('counts each state once, and says what it could not see', async () => {
    const figures = await fleetFigures(viewer, { asOf: minute(55) });
    expect(figures).toMatchObject({ groups: 1, worldOpen: 1, volumes: { total: 3, unencrypted: 1, unknown: 1 } });
    expect(figures.coverage.scopes.find((scope) => scope.kind === 'aws.s3.bucket')).toMatchObject({
      outcome: 'refused',
      refusedAction: 's3:ListAllMyBuckets',
    });
  });
  test('as of an earlier date', async () =>
    expect(await fleetFigures(viewer, { asOf: minute(25) })).toMatchObject({ hosts: 2, failing: 1, worldOpen: 0 }));
  test('nothing for a viewer without reach', async () =>
    expect(await fleetFigures(elsewhere, { asOf: minute(25) })).toMatchObject({
      hosts: 0,
      failing: 0,
      groups: 0,
      volumes: { total: 0 },
    }));
});

describe('encryption', () => {
  const ledger = (who: Viewer, given: Record<string, unknown>) => listEncryption(who, EncryptionFilter.parse(given));
  test('the unencrypted first, with their host and age', async () => {
    const { rows, total } = await ledger(viewer, { asOf: at(5), kind: 'aws.ec2.volume' });
    expect(total).toBe(3);
    expect(rows.map((row) => [row.externalId, row.status, row.host])).toEqual([
      ['vol-2', 'unencrypted', 'db'],
      ['vol-3', 'unknown', 'db'],
      ['vol-1', 'encrypted', 'web'],
    ]);
    expect(rows[0]?.since).toEqual(minute(0));
  });
  test('a scope that was not read within its freshness is unknown, never green', async () => {
    const later = new Date(minute(0).getTime() + 3 * 86_400_000);
    const coverage = await encryptionCoverage(viewer, { asOf: later });
    expect(coverage.total).toMatchObject({ encrypted: 0, unencrypted: 0, unknown: 4 });
    expect((await ledger(viewer, { asOf: later.toISOString(), status: 'encrypted' })).rows).toEqual([]);
    expect(
      (await encryptionFacets(viewer, EncryptionFilter.parse({ asOf: later.toISOString() }))).byStatus.get('unknown'),
    ).toBe(4);
  });
  test('nothing for a viewer without reach', async () => {
    expect((await ledger(elsewhere, { asOf: at(5) })).rows).toEqual([]);
    expect((await encryptionCoverage(elsewhere, { asOf: minute(5) })).total).toEqual({
      encrypted: 0,
      unencrypted: 0,
      unknown: 0,
      notApplicable: 0,
    });
  });
});

describe('listResources and listSnapshots', () => {
  const groups = async (given: Record<string, unknown>, who = viewer) =>
    (await listResources(who, ResourceFilter.parse({ kind: 'aws.ec2.security-group', ...given }))).rows;
  test('what is, and what it was', async () => {
    expect(await groups({ asOf: at(35) })).toMatchObject([
      { name: 'edge', status: 'world-open', since: minute(30), firstSeenAt: minute(0) },
    ]);
    expect(await groups({ asOf: at(25) })).toMatchObject([{ status: 'closed', since: minute(0) }]);
    expect(await groups({ asOf: at(35) }, elsewhere)).toEqual([]);
  });
  test('intervals, newest first, page by page', async () => {
    const filter = { kind: 'aws.ec2.security-group', asOf: at(35), limit: '1' };
    const first = await listSnapshots(viewer, SnapshotFilter.parse(filter));
    const second = await listSnapshots(viewer, SnapshotFilter.parse({ ...filter, cursor: first.next }));
    expect([...first.rows, ...second.rows].map((row) => [row.validFrom, row.validTo])).toEqual([
      [minute(30), null],
      [minute(0), minute(30)],
    ]);
    expect((await listSnapshots(elsewhere, SnapshotFilter.parse(filter))).rows).toEqual([]);
  });
});

test('listNotWell names the worst, as of a date and within reach', async () => {
  const { rows } = await listNotWell(viewer, { asOf: minute(25) });
  expect(rows).toContainEqual(
    expect.objectContaining({
      state: 'failing',
      where: 'db',
      what: expect.stringContaining('No such package'),
      since: minute(20),
    }),
  );
  expect((await listNotWell(viewer, { asOf: minute(55) })).rows).toContainEqual(
    expect.objectContaining({ state: 'refused' }),
  );
  expect((await listNotWell(elsewhere, { asOf: minute(25) })).rows.filter((row) => row.where === 'db')).toEqual([]);
});

test('sinceYesterday tells of hosts that came and went', async () => {
  const said = (await sinceYesterday(viewer, { asOf: minute(55) })).map((it) => it.kind);
  expect(said).toContain('hosts');
  expect(said).toContain('refused');
  expect((await sinceYesterday(elsewhere, { asOf: minute(45) })).map((it) => it.kind)).not.toContain('hosts');
});

test('pastCounts tell the past from today, within reach', async () => {
  expect(await pastCounts(viewer, { asOf: minute(25) })).toEqual({
    fleet: 2,
    drift: 0,
    encryption: 1,
    gone: 0,
    fresh: 0,
  });
  expect(await pastCounts(elsewhere, { asOf: minute(25) })).toMatchObject({ fleet: 0, encryption: 0 });
});

test('search finds hosts, groups, addresses and ports, within reach', async () => {
  const hits = async (q: string, who = viewer) =>
    (await search(who, { q, asOf: minute(35) })).map((hit) => `${hit.group} ${hit.title}`);
  expect(await hits('web')).toContain('hosts web');
  expect(await hits('edge')).toContain('groups edge');
  expect(await hits('10.0.0.1')).toContain('addresses 10.0.0.1');
  expect(await hits('8443')).toContain('ports Port 8443');
  expect(await hits('web', elsewhere)).toEqual([]);
});
