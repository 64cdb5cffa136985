import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { actions } from '@/lib/sources/aws/actions';
import { lookupFrom } from '@/lib/sources/aws/activity';
import { readBucket } from '@/lib/sources/aws/bucket-settings';
import { withAccess } from '@/lib/sources/aws/client';
import { AwsConfig } from '@/lib/sources/aws/config';
import { testAws } from '@/lib/sources/aws/test-connection';
import { emulatorSkip, hasEmulator, useEmulator } from '@/lib/sources/aws/test-emulator';

const all = [...new Set(Object.values(actions).flat())].sort();

test('the policy lists exactly the actions that are called', () => {
  const policy = JSON.parse(readFileSync('integrations/aws/read-only-policy.json', 'utf8'));
  expect(policy.Statement).toHaveLength(1);
  expect(policy.Statement[0].Action).toEqual(all);
});

test.each([
  ['a day back at first', null, '2026-10-31T00:00:00.000Z'],
  ['from an hour before the last complete one', '2026-10-31T20:00:00Z', '2026-10-31T19:00:00.000Z'],
  ['90 days at most', '2026-01-01T00:00:00Z', '2026-08-03T00:00:00.000Z'],
])('events are looked up %s', (_, last, from) => {
  expect(lookupFrom(new Date('2026-11-01T00:00:00Z'), last ? new Date(last) : null).toISOString()).toBe(from);
});

describe.skipIf(!hasEmulator)(`the test of a connection${emulatorSkip}`, () => {
  const emulator = useEmulator({ hosts: 10, accounts: 2, regions: 2 });
  afterEach(async () => emulator.faults({ deny: [] }));
  const own = AwsConfig.parse({ regions: ['us-east-1', 'us-west-2'] });
  const accounts = [{ roleArn: 'arn:aws:iam::222222222222:role/PlumblineReadOnly', externalId: 'plumbline-2222' }];

  test('calls every action once per region, and all are well', async () => {
    const { account, calls } = await testAws(own);
    expect(account).toBe('111111111111');
    expect(calls.filter((it) => it.outcome !== 'ok')).toEqual([]);
    expect([...new Set(calls.map((it) => it.action))].sort()).toEqual([...all, 'sts:GetCallerIdentity'].sort());
    expect(calls.filter((it) => it.action === 'ec2:DescribeVolumes').map((it) => it.region)).toEqual(own.regions);
  });

  test('names each call that is refused', async () => {
    await emulator.faults({
      deny: ['ec2:DescribeVolumes@*/us-west-2', 's3:GetBucketEncryption', 'elbv2:DescribeListeners'],
    });
    const { calls } = await testAws(own);
    const refused = calls.filter((it) => it.outcome !== 'ok').map((it) => `${it.outcome} ${it.action} ${it.region}`);
    expect(refused.sort()).toEqual([
      'refused ec2:DescribeVolumes us-west-2',
      'refused elasticloadbalancing:DescribeListeners us-east-1',
      'refused elasticloadbalancing:DescribeListeners us-west-2',
      'refused s3:GetEncryptionConfiguration null',
    ]);
  });

  test('a role that may not be assumed is all that is told of its account', async () => {
    const wrong = AwsConfig.parse({ regions: ['us-east-1'], accounts: [{ ...accounts[0], externalId: 'wrong' }] });
    const { account, calls } = await testAws(wrong);
    expect(account).toBe('222222222222');
    expect(calls).toMatchObject([{ action: 'sts:AssumeRole', account: '222222222222', outcome: 'refused' }]);
  });

  test('credentials that are none are told, not thrown', async () => {
    const { account, calls } = await testAws(AwsConfig.parse({ regions: ['us-east-1'], profile: 'nobody' }));
    expect(account).toBeNull();
    expect(calls).toMatchObject([{ action: 'sts:GetCallerIdentity', outcome: 'failed' }]);
    expect(calls[0]?.problem).toMatch('CredentialsProviderError');
  });

  test('credentials of a role that end soon are asked for again', async () => {
    emulator.edit('world.json', (world) => {
      const [, second] = world.accounts as { roles: Record<string, unknown>[] }[];
      Object.assign(second?.roles[0] ?? {}, { expireAfter: 60 });
    });
    await emulator.requests();
    const config = AwsConfig.parse({ regions: ['us-east-1'], accounts });
    const { calls } = await testAws(config);
    expect(calls.filter((it) => it.outcome !== 'ok')).toEqual([]);
    expect((await emulator.requests())['sts:AssumeRole']?.calls).toBeGreaterThan(1);
  });

  test('a bucket of an unknown region is found by its redirect', async () => {
    await emulator.faults({ deny: ['s3:GetBucketLocation'] });
    const credentials = async () => ({ accessKeyId: 'AKIAPLUMBLINE0000001', secretAccessKey: 'secret' });
    const place = {
      account: '111111111111',
      region: 'us-east-1',
      signal: new AbortController().signal,
      progress: () => undefined,
    };
    const failures: Error[] = [];
    const bucket = await withAccess(place, credentials, (access) =>
      readBucket(access, { Name: 'meridian-management-dicom-archive' }, failures as never),
    );
    expect(failures).toEqual([]);
    expect(bucket).toMatchObject({
      Region: null,
      Encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      Refused: ['s3:GetBucketLocation'],
    });
  });
});
