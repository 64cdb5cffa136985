import { expect, test } from 'vitest';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordScan } from '@/lib/commands/record-scan';
import { db } from '@/lib/db';
import type { KindId } from '@/lib/resources/index';
import { instance } from '@/lib/resources/instance';
import { node } from '@/lib/resources/node';
import type { Collected } from '@/lib/sources/source';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

test('a node that names an instance goes with it; one that does not stays', async () => {
  const viewer = await viewerFor('ingest');
  const sourceId = await ensureSource(viewer, { name: 'estate', provider: 'aws', config: {} });
  const scan = (kind: KindId, minute: number, collected: Collected) => {
    const at = new Date(Date.UTC(2026, 9, 1, 10, minute));
    const spec = { key: kind, kind, account: null, region: null, freshnessSeconds: 60 };
    return recordScan(viewer, { sourceId, spec, collected, startedAt: at, finishedAt: at });
  };
  const complete = (...resources: { externalId: string; fields: unknown }[]): Collected => ({
    outcome: 'complete',
    resources,
    unreadable: [],
  });
  const machine = (name: string, address: string) => ({
    externalId: `i-${name}`,
    fields: { ...instance.example, id: `i-${name}`, name, addresses: [address], dnsNames: [] },
  });
  const managed = (name: string, address: string, instanceId: string | null) => ({
    externalId: `ansible:${name}`,
    fields: { ...node.example, name, fqdn: null, addresses: [address], instanceId },
  });
  const hosts = () => db().$queryRaw<{ name: string; joined: string }[]>`
    SELECT name, status AS joined FROM snapshot WHERE kind = 'host' AND valid_to = 'infinity' ORDER BY name`;

  await scan('aws.ec2.instance', 0, complete(machine('web', '10.0.0.1'), machine('db', '10.0.0.2')));
  await scan('cm.node', 1, complete(managed('web', '10.0.0.1', 'i-web'), managed('db', '10.0.0.2', null)));
  await scan('aws.ec2.instance', 2, { outcome: 'refused', action: 'ec2:DescribeInstances', problem: 'refused' });
  expect(await hosts()).toEqual([
    { name: 'db', joined: 'joined' },
    { name: 'web', joined: 'joined' },
  ]);

  await scan('aws.ec2.instance', 3, complete());
  expect(await hosts()).toEqual([{ name: 'db', joined: 'managed-only' }]);
});
