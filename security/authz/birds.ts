import type { ActivityEvent } from '@/lib/resources/activity-event';
import { bucket } from '@/lib/resources/bucket';
import { dbInstance } from '@/lib/resources/db-instance';
import type { DeclaredGroup } from '@/lib/resources/declared-group';
import type { KindId } from '@/lib/resources/index';
import { instance } from '@/lib/resources/instance';
import { loadBalancer } from '@/lib/resources/load-balancer';
import { networkInterface } from '@/lib/resources/network-interface';
import { RunReport } from '@/lib/resources/run-report';
import { securityGroup } from '@/lib/resources/security-group';
import { volume } from '@/lib/resources/volume';
import type { ObservedResource } from '@/lib/sources/source';

/** Whose a row is: kestrels and magpies live in a facility each, herons in none. */
export const birds = ['kestrel', 'magpie', 'heron'] as const;
export type Bird = (typeof birds)[number];
/** Facility of a bird; environment and team are called after it, too. */
export const houseOf = (bird: Bird) => `${bird}-house`;
export const account = '418203995571';
export const repository = 'https://git.example.org/net';

/** Herons have tags, and none of them names a place. */
export function tagsOf(bird: Bird): Record<string, string> {
  const place = { Facility: houseOf(bird), Environment: `${bird}-environment`, Team: `${bird}-team` };
  return { Remark: `${bird}-tag`, ...(bird === 'heron' ? {} : place) };
}

const number = (bird: Bird) => birds.indexOf(bird) + 1;
// Ids that name no bird: what a kestrel's own fields say of a magpie's resource is the kestrel's.
const group = (bird: Bird) => `sg-00${number(bird)}`;
const disk = (bird: Bird) => `vol-00${number(bird)}`;
const machine = (bird: Bird) => `i-00${number(bird)}`;

/** What a scan of each kind sees; in the `second` the groups let in the world. */
export function resourcesOf(flock: readonly Bird[], when: 'first' | 'second') {
  const of = (more: (bird: Bird) => ObservedResource[]) => flock.flatMap(more);
  const one = (externalId: string, fields: object, bird: Bird) => [
    { externalId, fields: { ...fields, tags: tagsOf(bird) } },
  ];
  return {
    'aws.ec2.security-group': of((bird) => one(group(bird), groupOf(bird, when), bird)),
    'aws.ec2.volume': of((bird) => [
      ...one(disk(bird), diskOf(disk(bird), `${bird}-disk`, [bird]), bird),
      // Attached to the machines of everybody: what ties the flocks together.
      ...(bird === 'kestrel' ? one('vol-all', diskOf('vol-all', 'kestrel-shared', birds), bird) : []),
    ]),
    'aws.ec2.instance': of((bird) => one(machine(bird), machineOf(bird), bird)),
    'aws.ec2.network-interface': of((bird) =>
      one(`eni-00${number(bird)}`, { ...networkInterface.example, ...interfaceOf(bird) }, bird),
    ),
    'aws.elbv2.load-balancer': of((bird) => {
      const arn = `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/app/${bird}/1`;
      const named = { arn, name: `${bird}-balancer`, dnsName: `${bird}.elb.example` };
      return one(arn, { ...loadBalancer.example, ...named, securityGroupIds: birds.map(group) }, bird);
    }),
    'aws.s3.bucket': of((bird) =>
      one(`${bird}-bucket`, { ...bucket.example, name: `${bird}-bucket`, encryption: 'none' }, bird),
    ),
    'aws.rds.db-instance': of((bird) => {
      const arn = `arn:aws:rds:us-east-1:${account}:db:${bird}`;
      const named = { arn, name: `${bird}-database`, endpoint: `${bird}.rds.example:5432` };
      return one(arn, { ...dbInstance.example, ...named, storageEncrypted: false }, bird);
    }),
  } satisfies Partial<Record<KindId, ObservedResource[]>>;
}

function groupOf(bird: Bird, when: 'first' | 'second') {
  const world = { direction: 'ingress' as const, protocol: 'tcp', peerKind: 'ipv4' as const, peer: '0.0.0.0/0' };
  const opened = { ...world, fromPort: 8443, toPort: 8443, description: `${bird}-rule` };
  const rules = when === 'first' ? securityGroup.example.rules : [...securityGroup.example.rules, opened];
  return { ...securityGroup.example, id: group(bird), name: `${bird}-group`, description: `${bird}-words`, rules };
}

function diskOf(id: string, name: string, owners: readonly Bird[]) {
  const attachments = owners.map((owner) => ({ instanceId: machine(owner), device: '/dev/sda1' }));
  return { ...volume.example, id, name, encrypted: false, kmsKeyId: null, attachments };
}

function machineOf(bird: Bird) {
  return {
    ...instance.example,
    id: machine(bird),
    name: `${bird}-host`,
    addresses: [`10.9.${number(bird)}.4`],
    dnsNames: [`${bird}.ec2.internal`],
    securityGroupIds: birds.map(group),
    volumeIds: [disk(bird), 'vol-all'],
  };
}

function interfaceOf(bird: Bird) {
  const ids = { id: `eni-00${number(bird)}`, instanceId: machine(bird), securityGroupIds: birds.map(group) };
  return { ...ids, description: `${bird}-interface`, addresses: [`10.9.${number(bird)}.4`] };
}

/** One run on the machine of each bird. */
export function runsOf(flock: readonly Bird[], outcome: 'unchanged' | 'failed', at: Date): RunReport[] {
  return flock.map((bird) =>
    RunReport.parse({
      tool: 'ansible',
      host: { name: `${bird}-host`, system: `${bird}-system`, facts: { motto: `${bird}-fact` }, tags: tagsOf(bird) },
      mode: 'enforce',
      startedAt: at.toISOString(),
      finishedAt: new Date(at.getTime() + 30_000).toISOString(),
      ok: 3,
      revision: `${bird}-revision`,
      repository,
      playbook: `${bird}.yml`,
      controller: `${bird}-controller`,
      actor: `${bird}.runner`,
      tags: `${bird}-only`,
      intervalSeconds: 3600,
      ...(outcome === 'unchanged' ? {} : { failed: 1, events: [eventOf(bird)] }),
    }),
  );
}

function eventOf(bird: Bird) {
  const words = { path: `/etc/${bird}.conf`, item: `${bird}-item`, message: `${bird}-message` };
  const sides = { before: `${bird}-before`, after: `${bird}-after` };
  return { task: `${bird}-task`, action: 'template', status: 'failed' as const, ...words, ...sides };
}

/** What the code says of a bird's group. Code belongs to no facility: its drift does. */
export function declarationOf(bird: Bird, at: Date): DeclaredGroup {
  const place = {
    file: `roles/${bird}.yml`,
    line: 12,
    revision: 'b5520e8c0f1e4d7a9b3c5d6e7f8091a2b3c4d5e6',
    author: 'everybody',
    committedAt: at.toISOString(),
    subject: `${bird}-subject`,
  };
  return {
    name: `${bird}-group`,
    nameResolved: true,
    state: 'present',
    account: null,
    region: 'us-east-1',
    network: null,
    purgeIngress: true,
    purgeEgress: true,
    egressDeclared: false,
    rules: securityGroup.example.rules.map((rule) => ({ ...rule, at: place })),
    unresolved: [],
    tool: 'ansible',
    repository,
    at: place,
    code: [{ file: `roles/${bird}.yml`, from: 12, lines: [`- name: ${bird}-code`] }],
  };
}

/** What was done to a bird's group, and besides to its disk that is everybody's. */
export function activityOf(bird: Bird, at: Date): ActivityEvent[] {
  const event = (name: string, action: string, subjects: string[]): ActivityEvent => ({
    eventId: `${bird}-${name}`,
    at: new Date(at.getTime() - 600_000).toISOString(),
    account,
    region: 'us-east-1',
    service: 'ec2',
    action,
    actor: `${bird}.actor`,
    actorKind: 'IAMUser',
    sourceAddress: `192.0.2.${number(bird)}`,
    userAgent: `${bird}-agent`,
    errorCode: null,
    readOnly: false,
    subjects,
    request: { remark: `${bird}-request`, port: 8443 },
    response: { remark: `${bird}-response` },
  });
  return [event('opened', 'AuthorizeSecurityGroupIngress', [group(bird)]), event('made', `${bird}Tag`, [disk(bird)])];
}
