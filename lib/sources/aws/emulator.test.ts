import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import type { ActivityEvent } from '@/lib/resources/activity-event';
import { type KindId, kindOf } from '@/lib/resources/index';
import type { SecurityGroupRule } from '@/lib/resources/security-group';
import { aws } from '@/lib/sources/aws/aws';
import { inParallel } from '@/lib/sources/aws/in-parallel';
import { emulatorSkip, hasEmulator, useEmulator } from '@/lib/sources/aws/test-emulator';
import type { CollectContext, Collected, ScopeSpec } from '@/lib/sources/source';

const regions = ['us-east-1', 'us-west-2', 'eu-west-1'];
const accounts = [
  { roleArn: 'arn:aws:iam::111111111111:role/PlumblineReadOnly', externalId: 'plumbline-1111' },
  { roleArn: 'arn:aws:iam::222222222222:role/PlumblineReadOnly', externalId: 'plumbline-2222' },
];
const config = aws.config.parse({ regions, accounts });

/** What expected.json calls a kind. */
const counted: Partial<Record<ScopeSpec['kind'], string>> = {
  'aws.ec2.instance': 'ec2.instance',
  'aws.ec2.volume': 'ec2.volume',
  'aws.ec2.security-group': 'ec2.security-group',
  'aws.ec2.network-interface': 'ec2.network-interface',
  'aws.elbv2.load-balancer': 'elbv2.load-balancer',
  'aws.elbv2.listener': 'elbv2.listener',
  'aws.rds.db-instance': 'rds.instance',
  'aws.s3.bucket': 's3.bucket',
};

function contextAt(at: string, change: Partial<CollectContext> = {}): CollectContext {
  // Long before, so that all events of the world are looked up
  const lastCompleteAt = new Date('2026-01-01T00:00:00Z');
  return {
    at: new Date(at),
    signal: new AbortController().signal,
    progress: () => undefined,
    lastCompleteAt,
    ...change,
  };
}

async function collectAll(of: typeof config, at: string): Promise<Map<string, { scope: ScopeSpec; got: Collected }>> {
  const context = contextAt(at);
  const scopes = await aws.scopes(of, context);
  const all = await inParallel(scopes, 16, async (scope) => ({ scope, got: await aws.collect(of, scope, context) }));
  return new Map(all.map((it) => [it.scope.key, it]));
}

function fieldsOf<Fields>(collected: Awaited<ReturnType<typeof collectAll>>, kind: KindId): Fields[] {
  return [...collected.values()].flatMap(({ scope, got }) =>
    scope.kind === kind && 'resources' in got ? (got.resources ?? []).map((it) => it.fields as Fields) : [],
  );
}

describe.skipIf(!hasEmulator)(`a world of two accounts and three regions${emulatorSkip}`, () => {
  const emulator = useEmulator({ hosts: 60 });
  const calm = { throttle: 0, fail: 0, deny: [], page_size: 0, short_pages: false };
  beforeEach(async () => emulator.faults(calm));

  /** Every scope is complete and has as many resources as there are; those in `but` are otherwise. */
  function expectAllComplete(collected: Awaited<ReturnType<typeof collectAll>>, but: readonly string[] = []) {
    expect(collected.size).toBe(2 * (3 * 8 + 1));
    for (const { scope, got } of collected.values()) {
      if (but.includes(scope.key)) continue;
      expect([scope.key, got.outcome]).toEqual([scope.key, 'complete']);
      const name = counted[scope.kind];
      if (!name || !('resources' in got)) continue;
      const place = scope.region === null ? scope.account : `${scope.account}/${scope.region}`;
      expect([scope.key, got.resources?.length]).toEqual([scope.key, emulator.expected.perScope[place ?? '']?.[name]]);
      expect(got.unreadable).toEqual([]);
    }
  }

  test('every scope is complete and holds what the world holds', async () => {
    await emulator.requests();
    const { expected } = emulator;
    const all = await collectAll(config, expected.now);
    expectAllComplete(all);
    const calls = await emulator.requests();
    expect(calls['sts:AssumeRole']?.calls).toBe(2);
    expect(calls['s3:GetBucketLocation']).toBeUndefined();
    for (const { scope, got } of all.values()) {
      if (!('resources' in got)) continue;
      for (const { fields } of got.resources ?? []) kindOf(scope.kind as KindId).fields.parse(fields);
    }

    const volumes = fieldsOf<{ id: string; encrypted: boolean | null }>(all, 'aws.ec2.volume');
    const unencrypted = volumes.filter((it) => it.encrypted === false).map((it) => it.id);
    expect(unencrypted.sort()).toEqual(expected.unencryptedVolumes);

    const instances = fieldsOf<{ id: string; httpTokens: string | null }>(all, 'aws.ec2.instance');
    const optional = instances.filter((it) => it.httpTokens === 'optional').map((it) => it.id);
    expect(optional.sort()).toEqual(expected.imdsV1Instances);

    const buckets = fieldsOf<{ name: string; encryption: string | null; blockPublicAcls: boolean | null }>(
      all,
      'aws.s3.bucket',
    );
    const named = (of: typeof buckets) => of.map((it) => it.name).sort();
    expect(named(buckets.filter((it) => it.encryption === 'none'))).toEqual(expected.bucketsWithoutEncryption);
    expect(named(buckets.filter((it) => it.blockPublicAcls === false))).toEqual(
      expected.bucketsWithoutPublicAccessBlock,
    );

    const listeners = fieldsOf<{ arn: string; protocol: string; redirectsToHttps: boolean }>(all, 'aws.elbv2.listener');
    const plain = listeners.filter((it) => it.protocol === 'HTTP' && !it.redirectsToHttps).map((it) => it.arn);
    expect(plain.sort()).toEqual(expected.plainHttpListeners);

    type Database = { arn: string; publiclyAccessible: boolean; storageEncrypted: boolean };
    const databases = fieldsOf<Database>(all, 'aws.rds.db-instance');
    expect(databases.filter((it) => it.publiclyAccessible).map((it) => it.arn)).toEqual(expected.publicDatabases);
    expect(
      databases
        .filter((it) => !it.storageEncrypted)
        .map((it) => it.arn)
        .sort(),
    ).toEqual(expected.unencryptedDatabases.filter((arn) => arn.includes(':db:')));
  });

  test('rules are exploded: as many as AWS counts, and those open to the world', async () => {
    const { expected } = emulator;
    const all = await collectAll(config, expected.now);
    const groups = fieldsOf<{ id: string; rules: SecurityGroupRule[] }>(all, 'aws.ec2.security-group');
    expect(groups.reduce((sum, it) => sum + it.rules.length, 0)).toBe(expected.counts['ec2.security-group-rule']);
    const open = groups.flatMap(({ id, rules }) =>
      rules
        .filter((it) => it.direction === 'ingress' && (it.peer === '0.0.0.0/0' || it.peer === '::/0'))
        .map((it) => [id, it.protocol, it.fromPort, it.toPort, it.peer].join(' ')),
    );
    const known = expected.openToWorld.map((it) => [it.groupId, it.protocol, it.from, it.to, it.cidr].join(' '));
    expect(open.sort()).toEqual(known.sort());
  });

  test('events say who did what to which resource', async () => {
    const all = await collectAll(config, emulator.expected.now);
    const unreadable = [...all.values()].flatMap(({ got }) => ('unreadable' in got ? got.unreadable : []));
    expect(unreadable).toEqual([]);
    const events = [...all.values()].flatMap(({ got }): ActivityEvent[] =>
      'activity' in got ? (got.activity ?? []) : [],
    );
    expect(events.length).toBe(emulator.expected.counts['cloudtrail.event']);
    const byId = new Map(events.map((it) => [it.eventId, it]));
    expect(emulator.expected.explainedBy.length).toBeGreaterThan(0);
    for (const known of emulator.expected.explainedBy) {
      const event = byId.get(known.event);
      expect(event).toMatchObject({ action: known.eventName, actor: known.user });
      expect(event?.subjects).toContain(known.resource);
    }
  });

  test('short and empty pages lose nothing', async () => {
    await emulator.faults({ page_size: 4, short_pages: true });
    expectAllComplete(await collectAll(config, emulator.expected.now));
  });

  test('throttling of 30 % is waited out and loses nothing', async () => {
    await emulator.faults({ throttle: 0.3 });
    expectAllComplete(await collectAll(config, emulator.expected.now));
    const throttled = Object.values(await emulator.requests()).flatMap((it) => Object.keys(it.errors));
    expect(throttled).toContain('RequestLimitExceeded');
    // A call that is throttled six times in a row waits for half a minute
  }, 120_000);

  test('a refused call refuses its scopes with the action named, and nothing else', async () => {
    await emulator.faults({ deny: ['ec2:DescribeVolumes'] });
    const all = await collectAll(config, emulator.expected.now);
    const refused = [...all.values()].filter(({ scope }) => scope.kind === 'aws.ec2.volume');
    expectAllComplete(
      all,
      refused.map(({ scope }) => scope.key),
    );
    for (const { scope, got } of refused) {
      expect(got).toMatchObject({ outcome: 'refused', action: 'ec2:DescribeVolumes' });
      expect('problem' in got ? got.problem : '').toMatch(`ec2:DescribeVolumes was refused in ${scope.region}: Unauth`);
    }
  });

  test('a refusal in one region of one account stays there', async () => {
    await emulator.faults({ deny: ['elbv2:DescribeTags@222222222222/eu-west-1'] });
    const all = await collectAll(config, emulator.expected.now);
    const key = '222222222222/eu-west-1/aws.elbv2.load-balancer';
    expectAllComplete(all, [key]);
    expect(all.get(key)?.got).toMatchObject({ outcome: 'refused', action: 'elasticloadbalancing:DescribeTags' });
  });

  test('what is refused for one bucket is unknown for that bucket alone', async () => {
    emulator.edit('111111111111/global/s3/BucketEncryption.json', (content) => {
      content['meridian-management-cloudtrail'] = {
        Error: { Code: 'AccessDenied', Message: 'Access Denied' },
        status: 403,
      };
    });
    const all = await collectAll(config, emulator.expected.now);
    expectAllComplete(all);
    const buckets = fieldsOf<{ name: string; encryption: string | null; refused: string[] }>(all, 'aws.s3.bucket');
    const unknown = buckets.filter((it) => it.encryption === null || it.refused.length > 0);
    expect(unknown).toMatchObject([
      { name: 'meridian-management-cloudtrail', encryption: null, refused: ['s3:GetEncryptionConfiguration'] },
    ]);
    expect(all.get('111111111111/global/aws.s3.bucket')?.got).toMatchObject({
      problem: 's3:GetEncryptionConfiguration was refused for 1 of 10 buckets',
    });
  });

  test('what fails for one bucket makes the scan partial, and the others come', async () => {
    const file = '222222222222/global/s3/BucketTagging.json';
    const name = 'meridian-production-ehr-exports';
    emulator.edit(file, (content) => {
      content[name] = { Error: { Code: 'MethodNotAllowed', Message: 'Not here' }, status: 405 };
    });
    const key = '222222222222/global/aws.s3.bucket';
    const all = await collectAll(config, emulator.expected.now);
    emulator.edit(file, (content) => delete content[name]);
    expectAllComplete(all, [key]);
    const got = all.get(key)?.got;
    expect(got).toMatchObject({ outcome: 'partial' });
    expect(got && 'resources' in got ? got.resources?.length : 0).toBe(9);
    expect(got && 'problem' in got ? got.problem : '').toMatch(
      `s3:GetBucketTagging failed for ${name}: MethodNotAllowed`,
    );
  });

  test('a role that may not be assumed refuses its account, and the other is read', async () => {
    const [first, second] = accounts;
    const wrong = aws.config.parse({ regions, accounts: [first, { ...second, externalId: 'not-it' }] });
    const all = await collectAll(wrong, emulator.expected.now);
    expectAllComplete(
      all,
      [...all.keys()].filter((key) => key.startsWith('222222222222')),
    );
    for (const [key, { got }] of all) {
      if (key.startsWith('222222222222')) expect(got).toMatchObject({ outcome: 'refused', action: 'sts:AssumeRole' });
    }
  });

  test('a region that is not enabled is refused', async () => {
    const abroad = aws.config.parse({ regions: ['me-south-1'] });
    const context = contextAt(emulator.expected.now);
    const scope = (await aws.scopes(abroad, context))[0] as ScopeSpec;
    expect(scope.key).toBe('111111111111/me-south-1/aws.ec2.instance');
    expect(await aws.collect(abroad, scope, context)).toMatchObject({
      outcome: 'refused',
      action: 'ec2:DescribeInstances',
    });
  });

  test('without an account there are no scopes, and the reason is thrown', async () => {
    await emulator.faults({ deny: ['sts:GetCallerIdentity'] });
    const error = await aws.scopes(aws.config.parse({ regions }), contextAt(emulator.expected.now)).catch((it) => it);
    expect(error).toBeInstanceOf(AppError);
    expect(error.message).toMatch('The AWS account is not known. sts:GetCallerIdentity was refused');
  });

  test('a scan that is stopped ends at once and is no complete one', async () => {
    await emulator.faults({ latency_ms: 5_000 });
    const stop = new AbortController();
    const progress = () => setTimeout(() => stop.abort(), 50);
    const context = contextAt(emulator.expected.now, { signal: stop.signal, progress });
    const scope = (await aws.scopes(config, context))[1] as ScopeSpec;
    expect(await aws.collect(config, scope, context)).toMatchObject({ outcome: 'failed' });
    await emulator.faults({ latency_ms: 0 });
  });
});

describe.skipIf(!hasEmulator)(`a world of 2,000 instances${emulatorSkip}`, () => {
  const emulator = useEmulator({ hosts: 2_000, accounts: 1, regions: 1 });

  test('is read whole', async () => {
    const one = aws.config.parse({ regions: ['us-east-1'] });
    const all = await collectAll(one, emulator.expected.now);
    for (const { scope, got } of all.values()) {
      expect([scope.key, got.outcome]).toEqual([scope.key, 'complete']);
      const name = counted[scope.kind];
      if (name && 'resources' in got) expect(got.resources?.length).toBe(emulator.expected.counts[name]);
    }
    expect(fieldsOf(all, 'aws.ec2.instance').length).toBe(2_000);
  });
});
