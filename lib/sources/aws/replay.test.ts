import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { KindId } from '@/lib/resources/index';
import type { SecurityGroupRule } from '@/lib/resources/security-group';
import { aws } from '@/lib/sources/aws/aws';
import type { CollectContext, Collected } from '@/lib/sources/source';

const folder = path.resolve('../shared/data/aws-wire-replay');
const hasData = existsSync(folder);
const skip = hasData ? '' : ' (skipped: ../shared/data/aws-wire-replay is not here)';

interface Recorded {
  service: string;
  operation: string;
  request: Record<string, string>;
  status: number;
  contentType: string;
  file: string;
}
interface Asked {
  service: string;
  operation: string;
  token: string | null;
}

const subresources: Record<string, string> = {
  location: 'GetBucketLocation',
  encryption: 'GetBucketEncryption',
  publicAccessBlock: 'GetPublicAccessBlock',
  tagging: 'GetBucketTagging',
};

/** What a request asks for, as account.json names it. */
function askedBy(request: IncomingMessage, body: string): Asked {
  const scope = /Credential=[^/]+\/\d+\/[\w-]+\/([\w-]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (scope === 's3') {
    const name = Object.keys(subresources).find((it) => url.searchParams.has(it));
    const bucket = url.pathname.split('/')[1] || null;
    return { service: 's3', operation: name ? (subresources[name] ?? '') : 'ListBuckets', token: name ? bucket : null };
  }
  const form = new URLSearchParams(body);
  const service = scope === 'elasticloadbalancing' ? 'elbv2' : scope;
  return { service, operation: form.get('Action') ?? '', token: form.get('NextToken') ?? form.get('Marker') };
}

describe.skipIf(!hasData)(`one merged account, replayed as it was recorded${skip}`, () => {
  const account = hasData ? JSON.parse(readFileSync(path.join(folder, 'account.json'), 'utf8')) : {};
  const expected = hasData ? JSON.parse(readFileSync(path.join(folder, 'account-expected.json'), 'utf8')) : {};
  const config = aws.config.parse({ regions: ['us-east-1'] });
  const context: CollectContext = {
    at: new Date('2026-11-01T00:00:00Z'),
    signal: new AbortController().signal,
    progress: () => undefined,
    lastCompleteAt: null,
  };
  let server: Server;
  /** Answers these instead: the name of a body under `errors` */
  let instead: (asked: Asked) => { service: string; code: string } | null = () => null;

  function answerTo(asked: Asked): Recorded | undefined {
    const wanted = instead(asked);
    if (wanted) {
      return account.errors.find(
        (it: { service: string; code: string }) => it.service === wanted.service && it.code === wanted.code,
      );
    }
    return account.responses.find(
      (it: Recorded) =>
        it.service === asked.service &&
        it.operation === asked.operation &&
        (it.request.NextToken ?? it.request.Marker ?? it.request.Bucket ?? null) === asked.token,
    );
  }

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const answer = answerTo(askedBy(request, body));
      if (!answer) return void response.writeHead(501).end();
      response.writeHead(answer.status, { 'content-type': answer.contentType });
      response.end(readFileSync(path.join(folder, answer.file)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
    process.env.AWS_SECRET_ACCESS_KEY = 'EXAMPLE';
  });
  beforeEach(() => {
    instead = () => null;
  });
  afterAll(() => server.close());

  async function collect(kind: KindId): Promise<Collected> {
    const scopes = await aws.scopes(config, context);
    const scope = scopes.find((it) => it.kind === kind);
    if (!scope) throw new Error(`There is no scope for ${kind}`);
    return aws.collect(config, scope, context);
  }

  async function fieldsOf<Fields>(kind: KindId): Promise<Fields[]> {
    const got = await collect(kind);
    expect(got).toMatchObject({ outcome: 'complete', unreadable: [] });
    return 'resources' in got ? (got.resources ?? []).map((it) => it.fields as Fields) : [];
  }

  function countBy<Item>(items: Item[], by: (item: Item) => unknown): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const item of items) counts[String(by(item) ?? 'missing')] = (counts[String(by(item) ?? 'missing')] ?? 0) + 1;
    return counts;
  }

  test('instances are all there but the terminated', async () => {
    const instances = await fieldsOf<{ state: string }>('aws.ec2.instance');
    const { terminated: _, ...alive } = expected.instancesByState;
    expect(countBy(instances, (it) => it.state)).toEqual(alive);
  });

  test('what a volume or a database does not say is unknown', async () => {
    const volumes = await fieldsOf<{ encrypted: boolean | null }>('aws.ec2.volume');
    expect(countBy(volumes, (it) => it.encrypted)).toEqual(expected.volumesEncrypted);
    type Database = { storageEncrypted: boolean | null; publiclyAccessible: boolean | null };
    const databases = await fieldsOf<Database>('aws.rds.db-instance');
    expect(countBy(databases, (it) => it.storageEncrypted)).toEqual(expected.rdsStorageEncrypted);
    expect(countBy(databases, (it) => it.publiclyAccessible)).toEqual(expected.rdsPublic);
  });

  test('rules open to the world are those that were computed apart', async () => {
    type Group = { id: string; rules: SecurityGroupRule[] };
    const groups = await fieldsOf<Group>('aws.ec2.security-group');
    expect(groups.length).toBe(expected.securityGroups);
    const open = groups.flatMap(({ id, rules }) =>
      rules
        .filter((it) => it.direction === 'ingress' && (it.peer === '0.0.0.0/0' || it.peer === '::/0'))
        .map((it) => [id, it.protocol, it.fromPort, it.toPort, it.peer]),
    );
    expect(open.map(String).sort()).toEqual(expected.ingressRulesOpenToWorld.map(String).sort());
    const itself = groups.filter((it) => it.rules.some((rule) => rule.direction === 'ingress' && rule.peer === it.id));
    expect(itself.length).toBe(expected.securityGroupsWithSelfReference);
  });

  test('buckets without encryption are told from those whose rule names no algorithm', async () => {
    const buckets = await fieldsOf<{ encryption: string | null; region: string }>('aws.s3.bucket');
    const {
      ServerSideEncryptionConfigurationNotFoundError: none,
      'no-algorithm': unnamed,
      ...named
    } = expected.bucketDefaultEncryption;
    expect(countBy(buckets, (it) => it.encryption)).toEqual({ ...named, none, missing: unnamed });
    expect(buckets.every((it) => it.region.length > 0)).toBe(true);
  });

  test('network interfaces are all there', async () => {
    expect((await fieldsOf('aws.ec2.network-interface')).length).toBe(account.counts.NetworkInterfaces);
  });

  test('a page that fails after the first leaves what came, and says which', async () => {
    instead = (asked) =>
      asked.operation === 'DescribeInstances' && asked.token?.includes('-2==')
        ? { service: 'ec2', code: 'UnauthorizedOperation' }
        : null;
    const got = await collect('aws.ec2.instance');
    expect(got).toMatchObject({ outcome: 'partial' });
    if (got.outcome !== 'partial') return;
    expect(got.resources?.length).toBeGreaterThan(20);
    expect(got.problem).toMatch(/^After 2 pages: ec2:DescribeInstances was refused in us-east-1: UnauthorizedOp/);
  });

  test.each([
    ['aws.ec2.volume', { service: 'ec2', code: 'UnauthorizedOperation' }, 'refused', 'ec2:DescribeVolumes'],
    ['aws.ec2.volume', { service: 'ec2', code: 'AuthFailure' }, 'refused', 'ec2:DescribeVolumes'],
    ['aws.rds.db-instance', { service: 'rds', code: 'AccessDenied' }, 'refused', 'rds:DescribeDBInstances'],
    ['aws.s3.bucket', { service: 's3', code: 'AccessDenied' }, 'refused', 's3:ListAllMyBuckets'],
    ['aws.ec2.volume', { service: 'sts', code: 'ExpiredToken' }, 'failed', undefined],
  ] as const)('%s answered with %o is %s', async (kind, error, outcome, action) => {
    const scopes = await aws.scopes(config, context);
    const scope = scopes.find((it) => it.kind === kind);
    instead = () => error;
    const got = await aws.collect(config, scope ?? expect.fail(), context);
    expect(got).toMatchObject(action ? { outcome, action } : { outcome });
    expect('problem' in got ? got.problem : '').toMatch(error.code);
  });
});
