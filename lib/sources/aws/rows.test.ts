import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buckets } from '@/lib/sources/aws/bucket';
import { dbInstances } from '@/lib/sources/aws/db-instance';
import rows from '@/lib/sources/aws/fixtures/rows.json';
import { instances } from '@/lib/sources/aws/instance';
import { listeners } from '@/lib/sources/aws/listener';
import { loadBalancers } from '@/lib/sources/aws/load-balancer';
import { networkInterfaces } from '@/lib/sources/aws/network-interface';
import { securityGroups } from '@/lib/sources/aws/security-group';
import { volumes } from '@/lib/sources/aws/volume';

const tables = [
  instances,
  volumes,
  securityGroups,
  networkInterfaces,
  loadBalancers,
  listeners,
  dbInstances,
  buckets,
] as const;

test.each(tables.map((table) => [table.kind.id, table] as const))('a row of %s satisfies its kind', (id, table) => {
  const its: readonly unknown[] = rows[id as keyof typeof rows];
  expect(its.length).toBeGreaterThan(0);
  for (const row of its) {
    const fields = table.row.parse(row);
    expect(table.kind.fields.parse(fields)).toEqual(fields);
  }
});

test('an instance has the addresses and groups of all its interfaces', () => {
  expect(instances.row.parse(rows['aws.ec2.instance'][0])).toMatchObject({
    name: 'rvs-ehr-app-03',
    addresses: ['10.20.4.13', '10.20.5.9', '2001:db8::7', '203.0.113.7'],
    dnsNames: ['ec2-203-0-113-7.compute-1.amazonaws.com'],
    securityGroupIds: ['sg-0a', 'sg-0b'],
    volumeIds: ['vol-01', 'vol-02'],
    launchedAt: '2026-02-03T04:05:06.000Z',
    lifecycle: null,
  });
});

test('a terminated instance is left out', () => {
  expect(instances.row.parse({ InstanceId: 'i-01', State: { Name: 'terminated' } })).toBeNull();
  expect(instances.row.parse({ InstanceId: 'i-01' })).toMatchObject({ id: 'i-01', state: null, tags: {} });
});

test('a volume that does not say whether it is encrypted is unknown', () => {
  const volume = volumes.row.parse(rows['aws.ec2.volume'][0]);
  expect(volume).toMatchObject({ encrypted: null, kmsKeyId: null });
  expect(volume?.attachments.map((it) => it.instanceId)).toEqual(['i-01', 'i-02']);
});

test('rules are exploded and sorted, whatever the order of AWS', () => {
  const [group] = rows['aws.ec2.security-group'];
  const parsed = securityGroups.row.parse(group);
  const lines = parsed?.rules.map((it) =>
    [it.direction, it.protocol, it.fromPort, it.toPort, it.peerKind, it.peer].map((part) => part ?? 'any').join(' '),
  );
  expect(lines).toEqual([
    'ingress 50 any any ipv4 192.0.2.1/32',
    'ingress icmp any any ipv4 10.0.0.0/8',
    'ingress icmp 8 any ipv4 0.0.0.0/0',
    'ingress tcp 443 443 ipv4 10.20.0.0/16',
    'ingress tcp 443 443 ipv4 10.30.0.0/16',
    'ingress tcp 443 443 ipv6 2001:db8::/32',
    'ingress tcp 443 443 prefix-list pl-3b927c52',
    'ingress tcp 5432 5432 group 444455556666/sg-0e',
    'ingress tcp 5432 5432 group amazon-elb/amazon-elb-sg',
    'ingress tcp 5432 5432 group sg-0a41c7e2',
    'egress -1 any any ipv4 0.0.0.0/0',
  ]);
  const turned = {
    ...group,
    IpPermissions: group?.IpPermissions.toReversed().map((it) => ({ ...it, IpRanges: it.IpRanges?.toReversed() })),
  };
  expect(securityGroups.row.parse(turned)).toEqual(parsed);
});

test('only a redirect to HTTPS is one', () => {
  const parsed = rows['aws.elbv2.listener'].map((row) => listeners.row.parse(row)?.redirectsToHttps);
  expect(parsed).toEqual([true, false]);
});

test('a bucket whose rule names no algorithm, and whose block may not be read, is unknown in both', () => {
  expect(buckets.row.parse(rows['aws.s3.bucket'][0])).toMatchObject({
    encryption: null,
    blockPublicAcls: null,
    refused: ['s3:GetBucketPublicAccessBlock', 's3:GetBucketTagging'],
  });
});

const constructed = path.resolve('../shared/data/aws-constructed-security-groups/describe-security-groups.json');
const hasConstructed = existsSync(constructed);

test.skipIf(!hasConstructed)(
  `rare groups are read${hasConstructed ? '' : ' (skipped: ../shared/data/aws-constructed-security-groups is not here)'}`,
  () => {
    const groups: { GroupId: string }[] = JSON.parse(readFileSync(constructed, 'utf8')).SecurityGroups;
    const counts = groups.map((row) => [row.GroupId, securityGroups.row.parse(row)?.rules.length]);
    expect(counts).toEqual([
      ['sg-01', 2],
      ['sg-02', 7],
      ['sg-03', 2],
      ['sg-04', 1],
      ['sg-05', 3],
      ['sg-06', 5],
      ['sg-07', 4],
    ]);
  },
);

const placebo = path.resolve('../shared/data/aws-placebo-custodian');
const hasPlacebo = existsSync(placebo);

/** Where each kind stands in the recordings; several, since boto3 has the older API under the same prefix. */
const recorded: [string, string, (data: Record<string, unknown>) => unknown[]][] = [
  ['aws.ec2.instance', 'ec2.DescribeInstances', (data) => list(data.Reservations).flatMap((it) => list(it.Instances))],
  ['aws.ec2.volume', 'ec2.DescribeVolumes', (data) => list(data.Volumes)],
  ['aws.ec2.security-group', 'ec2.DescribeSecurityGroups', (data) => list(data.SecurityGroups)],
  ['aws.ec2.network-interface', 'ec2.DescribeNetworkInterfaces', (data) => list(data.NetworkInterfaces)],
  ['aws.elbv2.load-balancer', 'elasticloadbalancing.DescribeLoadBalancers', (data) => list(data.LoadBalancers)],
  ['aws.rds.db-instance', 'rds.DescribeDBInstances', (data) => list(data.DBInstances)],
];

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}

/** Times as boto3 recorded them; an empty object is one taken out by hand. */
function revive(key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (!('__class__' in value)) return /Time$/.test(key) ? undefined : value;
  const { year, month, day, hour, minute, second } = value as unknown as Record<string, number>;
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second));
}

describe.skipIf(!hasPlacebo)(
  `recordings${hasPlacebo ? '' : ' (skipped: ../shared/data/aws-placebo-custodian is not here)'}`,
  () => {
    test.each(recorded)('every %s is read, trimmed by hand or not', (id, operation, take) => {
      const table = tables.find((it) => it.kind.id === id);
      let count = 0;
      for (const name of readdirSync(placebo)) {
        const folder = path.join(placebo, name);
        const files = name.includes('.') ? [] : readdirSync(folder).filter((it) => it.startsWith(`${operation}_`));
        for (const file of files) {
          const { data } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'), revive);
          for (const row of take(data ?? {})) {
            const result = table?.row.safeParse(row);
            expect([name, result?.error?.issues ?? []]).toEqual([name, []]);
            count += 1;
          }
        }
      }
      expect(count).toBeGreaterThan(10);
    });
  },
);
