import type { Viewer } from '@/lib/access/viewer';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordFindings } from '@/lib/commands/record-findings';
import { recordRuns } from '@/lib/commands/record-runs';
import { recordScan } from '@/lib/commands/record-scan';
import { bucket } from '@/lib/resources/bucket';
import type { KindId } from '@/lib/resources/index';
import { instance } from '@/lib/resources/instance';
import { RunReport } from '@/lib/resources/run-report';
import { securityGroup } from '@/lib/resources/security-group';
import { volume } from '@/lib/resources/volume';
import type { Collected } from '@/lib/sources/source';
import { viewerFor } from '@/lib/test-database';

/** Minutes after 10:00 UTC on 1 October 2026: the clock of the test estate. */
export const minute = (n: number) => new Date(Date.UTC(2026, 9, 1, 10, n));

const place = (facility: string, team = 'EHR platform') => ({
  Facility: facility,
  Team: team,
  Environment: 'production',
});

const machine = (name: string, address: string, facility: string, volumeIds: string[]) => ({
  externalId: `i-${name}`,
  fields: {
    ...instance.example,
    id: `i-${name}`,
    name,
    addresses: [address],
    dnsNames: [],
    securityGroupIds: ['sg-edge'],
    volumeIds,
    tags: place(facility),
  },
});
const disk = (id: string, owner: string, encrypted: boolean | null, facility: string) => ({
  externalId: id,
  fields: {
    ...volume.example,
    id,
    name: null,
    encrypted,
    kmsKeyId: null,
    attachments: [{ instanceId: `i-${owner}`, device: '/dev/sda1' }],
    tags: place(facility),
  },
});
const group = (port: number, peer: string) => ({
  externalId: 'sg-edge',
  fields: {
    ...securityGroup.example,
    id: 'sg-edge',
    name: 'edge',
    rules: [
      {
        direction: 'ingress',
        protocol: 'tcp',
        fromPort: port,
        toPort: port,
        peerKind: 'ipv4',
        peer,
        description: null,
      },
    ],
    tags: place('Riverside'),
  },
});
const run = (name: string, at: number, changes: Partial<RunReport> = {}) =>
  RunReport.parse({
    tool: 'ansible',
    host: { name, system: 'Ubuntu 22.04' },
    mode: 'enforce',
    startedAt: minute(at).toISOString(),
    finishedAt: minute(at).toISOString(),
    ok: 3,
    revision: 'abc1234',
    intervalSeconds: 600,
    ...changes,
  });

/**
 * Two hosts in two facilities. `web` is encrypted and runs well; `db` is not, fails at minute 20 and is gone at minute 40;
 * the group opens to the world at minute 30. Buckets are refused at minute 50.
 */
export async function testEstate(): Promise<Viewer> {
  const viewer = await viewerFor('ingest');
  const sourceId = await ensureSource(viewer, { name: 'estate', provider: 'aws', config: {} });
  const runs = await ensureSource(viewer, { name: 'runs', provider: 'ansible', config: {} });
  const scan = async (kind: KindId, at: number, collected: Collected) => {
    const spec = { key: `418/us-east-1/${kind}`, kind, account: '418', region: 'us-east-1', freshnessSeconds: 86_400 };
    const result = await recordScan(viewer, {
      sourceId,
      spec,
      collected,
      startedAt: minute(at),
      finishedAt: minute(at),
    });
    await recordFindings(viewer, kind, [...result.added, ...result.changed], result.gone, minute(at));
  };
  const all = (...resources: { externalId: string; fields: unknown }[]): Collected => ({
    outcome: 'complete',
    resources,
    unreadable: [],
  });
  const web = machine('web', '10.0.0.1', 'Riverside', ['vol-1']);
  await scan('aws.ec2.security-group', 0, all(group(443, '10.0.0.0/8')));
  await scan(
    'aws.ec2.volume',
    0,
    all(
      disk('vol-1', 'web', true, 'Riverside'),
      disk('vol-2', 'db', false, 'Northgate'),
      disk('vol-3', 'db', null, 'Northgate'),
    ),
  );
  await scan('aws.ec2.instance', 0, all(web, machine('db', '10.0.0.2', 'Northgate', ['vol-2'])));
  await scan(
    'aws.s3.bucket',
    0,
    all({ externalId: 'exports', fields: { ...bucket.example, name: 'exports', tags: place('Riverside') } }),
  );
  await recordRuns(viewer, runs, [run('web', 10), run('db', 10)], minute(10));
  await recordRuns(viewer, runs, [run('web', 18)], minute(18));
  await recordRuns(
    viewer,
    runs,
    [
      run('db', 20, {
        failed: 1,
        events: [{ task: 'Install', action: 'apt', status: 'failed', message: 'No such package' }],
      }),
    ],
    minute(20),
  );
  await scan('aws.ec2.security-group', 30, all(group(8443, '0.0.0.0/0')));
  await scan('aws.ec2.instance', 40, all(web));
  await scan('aws.s3.bucket', 50, { outcome: 'refused', action: 's3:ListAllMyBuckets', problem: 'not authorised' });
  return viewer;
}
