import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { recordDay } from '@/lib/commands/record-day';
import { attributeBands } from '@/lib/queries/attribute-bands';
import { dayCounts } from '@/lib/queries/day-counts';
import { getResource } from '@/lib/queries/get-resource';
import { hostFacts } from '@/lib/queries/host-facts';
import { HostFilter } from '@/lib/queries/host-filter';
import { HistoryFilter, listHistory } from '@/lib/queries/list-history';
import { listHosts } from '@/lib/queries/list-hosts';
import { openOn } from '@/lib/queries/open-on-host';
import { minute, testEstate } from '@/lib/queries/test-estate';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

let viewer: Viewer;
let elsewhere: Viewer;
let ingest: Viewer;
let db = '';
let edge = '';
beforeAll(async () => {
  ingest = await testEstate();
  viewer = await viewerFor('administrator');
  elsewhere = await viewerFor('administrator', ['Lakeshore']);
  const { rows } = await listHosts(viewer, HostFilter.parse({ asOf: minute(25).toISOString() }));
  db = rows.find((row) => row.name === 'db')?.id ?? '';
  edge =
    (await getResource(viewer, { id: db, asOf: minute(25) })).related.find((it) => it.kind === 'aws.ec2.security-group')
      ?.id ?? '';
});

test('getResource answers with what belongs to it, as it was', async () => {
  const host = await getResource(viewer, { id: db, asOf: minute(25) });
  expect(host).toMatchObject({
    kind: 'host',
    name: 'db',
    goneAt: null,
    fields: { joined: 'joined', disks: 'unencrypted' },
  });
  expect(host.related.map((it) => it.kind)).toEqual(
    expect.arrayContaining(['aws.ec2.instance', 'cm.node', 'aws.ec2.volume', 'aws.ec2.security-group']),
  );
  expect((await getResource(viewer, { id: edge, asOf: minute(35) })).rules).toMatchObject([{ fromPort: 8443 }]);
  expect((await getResource(viewer, { id: edge, asOf: minute(25) })).rules).toMatchObject([{ fromPort: 443 }]);
});

test('getResource finds nothing without reach, and nothing before it was', async () => {
  await expect(getResource(elsewhere, { id: db, asOf: minute(25) })).rejects.toMatchObject({ code: 'not-found' });
  await expect(getResource(viewer, { id: db, asOf: minute(-5) })).rejects.toMatchObject({ code: 'not-found' });
});

test('listHistory tells what changed, field by field, as of a date and within reach', async () => {
  const history = (n: number, who = viewer) =>
    listHistory(who, HistoryFilter.parse({ id: edge, asOf: minute(n).toISOString() }));
  expect((await history(35)).rows).toMatchObject([
    {
      change: 'changed',
      validFrom: minute(30),
      validTo: null,
      fields: [
        { path: 'rules', before: 'ingress tcp 443 from 10.0.0.0/8' },
        { path: 'rules', after: 'ingress tcp 8443 from 0.0.0.0/0' },
      ],
    },
    { change: 'appeared', validFrom: minute(0), validTo: minute(30) },
  ]);
  expect((await history(25)).rows).toMatchObject([{ change: 'appeared', validTo: null }]);
  await expect(history(35, elsewhere)).rejects.toMatchObject({ code: 'not-found' });
});

test('attributeBands show a value from–to, and nothing where nothing was observed', async () => {
  const bands = await attributeBands(viewer, { id: db, asOf: minute(25) }, 1);
  expect(bands.find((band) => band.attribute === 'disks')?.spans).toMatchObject([
    { value: null },
    { value: 'unencrypted', bad: true, to: minute(25) },
  ]);
  expect(await attributeBands(elsewhere, { id: db, asOf: minute(25) }, 1)).toEqual([]);
});

test('hostFacts and openOn speak of the date and of reach', async () => {
  expect(await hostFacts(viewer, { id: db, asOf: minute(25) })).toMatchObject({
    condition: 'failed',
    tool: 'ansible',
    ranAt: minute(20),
  });
  expect(await hostFacts(viewer, { id: db, asOf: minute(15) })).toMatchObject({
    condition: 'unchanged',
    ranAt: minute(10),
  });
  expect(await hostFacts(elsewhere, { id: db, asOf: minute(25) })).toMatchObject({ condition: null });
  const { related } = await getResource(viewer, { id: db, asOf: minute(25) });
  const ids = related.map((it) => it.id);
  expect(await openOn(viewer, ids, minute(25))).toMatchObject([{ state: 'fail', title: 'ebs-volume-encrypted' }]);
  expect(await openOn(elsewhere, ids, minute(25))).toEqual([]);
});

test('dayCounts shows the midnights that were counted, and null for the others', async () => {
  const next = new Date(Date.UTC(2026, 9, 2));
  await recordDay(ingest, next);
  const counts = await dayCounts(viewer, new Date(Date.UTC(2026, 9, 2, 9)), 3, undefined);
  expect(counts.days).toEqual(['2026-09-30', '2026-10-01', '2026-10-02']);
  expect(counts.of('fail:ebs-volume-encrypted')).toEqual([null, null, 1]);
  expect((await dayCounts(elsewhere, next, 1, undefined)).of('hosts')).toEqual([null]);
});
