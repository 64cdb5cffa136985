import { expect, test } from 'vitest';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordScan } from '@/lib/commands/record-scan';
import { db } from '@/lib/db';
import type { KindId } from '@/lib/resources/index';
import { instance } from '@/lib/resources/instance';
import { node } from '@/lib/resources/node';
import { volume } from '@/lib/resources/volume';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 10, minute));
const machine = (name: string, address: string, volumeIds: string[] = []) => ({
  externalId: `i-${name}`,
  fields: { ...instance.example, id: `i-${name}`, name, addresses: [address], dnsNames: [], volumeIds },
});
const managed = (name: string, address: string) => ({
  externalId: `ansible:${name}`,
  fields: { ...node.example, name, fqdn: null, addresses: [address] },
});
const disk = (id: string, instanceId: string, encrypted: boolean) => ({
  externalId: id,
  fields: { ...volume.example, id, encrypted, attachments: [{ instanceId, device: null }] },
});

interface HostRow {
  id: string;
  name: string;
  joined: string;
  disks: string | null;
}
const hosts = () => db().$queryRaw<
  HostRow[]
>`SELECT resource_id::text AS id, name, status AS joined, encryption AS disks FROM snapshot
  WHERE kind = 'host' AND valid_to = 'infinity' ORDER BY name`;

async function scanner(name = 'estate') {
  const viewer = await viewerFor('ingest');
  const sourceId = await ensureSource(viewer, { name, provider: 'aws', config: {} });
  return (kind: KindId, minute: number, resources: { externalId: string; fields: unknown }[]) =>
    recordScan(viewer, {
      sourceId,
      spec: { key: kind, kind, account: '1', region: 'r', freshnessSeconds: 60 },
      collected: { outcome: 'complete', resources, unreadable: [] },
      startedAt: at(minute),
      finishedAt: at(minute),
    });
}

test('cloud, tool and disks become one host, which keeps its id while its parts come and go', async () => {
  const scan = await scanner();
  await scan('aws.ec2.instance', 0, [machine('web', '10.0.0.1', ['vol-1']), machine('db', '10.0.0.2')]);
  expect(await hosts()).toMatchObject([
    { name: 'db', joined: 'cloud-only', disks: null },
    { name: 'web', joined: 'cloud-only', disks: 'unknown' },
  ]);
  const web = (await hosts())[1]?.id;

  await scan('aws.ec2.volume', 1, [disk('vol-1', 'i-web', false)]);
  expect((await hosts())[1]).toMatchObject({ id: web, disks: 'unencrypted' });

  await scan('cm.node', 2, [managed('web.example', '10.0.0.1'), managed('attic', '10.9.9.9')]);
  expect(await hosts()).toMatchObject([
    { name: 'attic', joined: 'managed-only' },
    { name: 'db', joined: 'cloud-only' },
    { id: web, name: 'web.example', joined: 'joined' },
  ]);

  await scan('aws.ec2.volume', 3, [disk('vol-1', 'i-web', true)]);
  expect((await hosts())[2]).toMatchObject({ id: web, disks: 'encrypted' });

  await scan('aws.ec2.instance', 4, [machine('web', '10.0.0.1', ['vol-1'])]);
  expect((await hosts()).map((host) => host.name)).toEqual(['attic', 'web.example']);

  await scan('aws.ec2.instance', 5, []);
  expect(await hosts()).toMatchObject([{ name: 'attic' }, { id: web, joined: 'managed-only', disks: null }]);

  await scan('cm.node', 6, []);
  expect(await hosts()).toEqual([]);
});

test('a host that is gone is still there in the past', async () => {
  const past = await db().$queryRaw<
    { name: string }[]
  >`SELECT name FROM snapshot WHERE kind = 'host' AND valid_from <= ${at(2)} AND valid_to > ${at(2)} ORDER BY name`;
  expect(past.map((row) => row.name)).toEqual(['attic', 'db', 'web.example']);
});

test('machines that were one and part again are two hosts, of which one keeps the id', async () => {
  const scan = await scanner('parting');
  await scan('cm.node', 10, [managed('app', '10.1.0.1')]);
  await scan('aws.ec2.instance', 11, [machine('app', '10.1.0.1')]);
  const [one] = await hosts();
  await scan('aws.ec2.instance', 12, [machine('other', '10.1.0.2')]);
  await scan('aws.ec2.instance', 13, [machine('other', '10.1.0.2'), machine('app', '10.1.0.1')]);
  await scan('cm.node', 14, [managed('changed', '10.1.0.9')]);
  await scan('cm.node', 15, [managed('app', '10.1.0.1'), managed('changed', '10.1.0.9')]);
  const now = await hosts();
  expect(now.map((host) => [host.name, host.joined])).toEqual([
    ['app', 'joined'],
    ['changed', 'managed-only'],
    ['other', 'cloud-only'],
  ]);
  expect(now[0]?.id).toBe(one?.id);
});

test('a node that moves away from its machine becomes a host of its own', async () => {
  const scan = await scanner('moving');
  const moved = (address: string) => ({
    externalId: 'ansible:mover',
    fields: { ...node.example, name: 'mover', fqdn: null, addresses: [address] },
  });
  await scan('cm.node', 20, [moved('10.2.0.1')]);
  await scan('aws.ec2.instance', 21, [machine('base', '10.2.0.1')]);
  await scan('cm.node', 22, [moved('10.2.0.7')]);
  expect((await hosts()).map((host) => [host.name, host.joined])).toEqual(
    expect.arrayContaining([
      ['base', 'cloud-only'],
      ['mover', 'managed-only'],
    ]),
  );
});

test('a host that is parted leaves its id to one part, and the other becomes a host of its own', async () => {
  const scan = await scanner();
  const parted = managed('early', '10.0.0.9');
  await scan('cm.node', 30, [parted]);
  await scan('aws.ec2.instance', 31, [machine('late', '10.0.0.9')]);
  const ofEarly = async () => (await hosts()).filter(({ name }) => ['early', 'late'].includes(name));
  expect(await ofEarly()).toMatchObject([{ name: 'early', joined: 'joined' }]);

  await scan('cm.node', 32, [{ ...parted, fields: { ...parted.fields, instanceId: 'i-elsewhere' } }]);
  expect(await ofEarly()).toMatchObject([
    { name: 'early', joined: 'managed-only' },
    { name: 'late', joined: 'cloud-only' },
  ]);
});

test('a change far along a chain of shared names leaves the other hosts whole', async () => {
  const scan = await scanner('chain');
  const called = (name: string, address: string, volumeIds: string[] = []) => {
    const { externalId, fields } = machine(name, address, volumeIds);
    return { externalId, fields: { ...fields, dnsNames: ['ip-10-9-9-9.ec2.internal'] } };
  };
  await scan('cm.node', 40, [managed('near', '10.3.0.1'), managed('far', '10.3.0.2')]);
  await scan('aws.ec2.instance', 41, [called('near', '10.3.0.1', ['vol-near']), called('far', '10.3.0.2')]);
  await scan('aws.ec2.volume', 42, [disk('vol-near', 'i-near', true)]);
  await scan('aws.ec2.volume', 43, [disk('vol-near', 'i-near', false)]);
  const joined = (await hosts()).filter(({ name }) => ['near', 'far'].includes(name));
  expect(joined.map(({ name, joined: how }) => [name, how])).toEqual([
    ['far', 'joined'],
    ['near', 'joined'],
  ]);
});
