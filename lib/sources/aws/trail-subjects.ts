/** Ids of EC2 things: sg-…, vol-…, i-…; old ones have eight digits. */
const ec2Id = /^[a-z]{1,10}-([0-9a-f]{8}|[0-9a-f]{17})$/;
const arnShape = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:\S+$/;

/** Members that say what a thing is used with, not what was touched. */
const surroundings = new Set([
  'ipPermissions',
  'groups',
  'groupSet',
  'securityGroups',
  'securityGroupIds',
  'vpcSecurityGroupIds',
  'vpcSecurityGroups',
  'vpcId',
  'subnetId',
  'subnets',
  'subnetIds',
  'imageId',
  'kmsKeyId',
  'masterKeyId',
  'sourceSnapshotId',
  'iamInstanceProfile',
  'filterSet',
]);

interface Touched {
  account: string | null;
  region: string | null;
  request: unknown;
  response: unknown;
  /** ARNs that the event itself lists */
  arns: readonly string[];
  /** Names that CloudTrail's look-up lists: touched or near by, it does not say which */
  listed: readonly string[];
}

/** Ids of what an event touched, as sources name resources: EC2 ids, names of buckets, ARNs of the rest. Sorted. */
export function subjectsOf(event: Touched): string[] {
  const values = [event.request, event.response];
  const named = values.flatMap((value) => names(value, event));
  const touched = [...event.arns, ...values.flatMap((value) => ids(value, surroundings))];
  const certain = touched.length > 0 ? [...touched, ...named] : [...event.listed, ...named];
  // DeleteSubnet and its like are about what is elsewhere the surroundings
  const all = certain.length > 0 ? certain : values.flatMap((value) => ids(value, new Set()));
  return [...new Set(all.map(asSource))].sort();
}

function ids(value: unknown, without: ReadonlySet<string>): string[] {
  if (typeof value === 'string') return ec2Id.test(value) || arnShape.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => ids(item, without));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => (without.has(key) ? [] : ids(member, without)));
}

/** Things that an event calls by name: a bucket, a database, a security group of the default VPC. */
function names(value: unknown, event: Touched): string[] {
  if (value === null || typeof value !== 'object') return [];
  const text = (key: string) => {
    const member: unknown = Reflect.get(value, key);
    return typeof member === 'string' && member !== '' ? member : null;
  };
  const bucket = text('bucketName');
  const database = text('dBInstanceIdentifier');
  const group = text('groupId') === null ? text('groupName') : null;
  return [
    ...(bucket ? [bucket] : []),
    ...(database && event.region && event.account
      ? [`arn:aws:rds:${event.region}:${event.account}:db:${database.toLowerCase()}`]
      : []),
    ...(group ? [group] : []),
  ];
}

/** `arn:aws:s3:::bucket/key` is the bucket, `arn:aws:ec2:…:instance/i-…` the instance. */
function asSource(id: string): string {
  const [, , service, , , ...rest] = id.split(':');
  const [head = '', tail = ''] = rest.join(':').split('/');
  if (service === 's3' && head !== '' && head !== '*') return head;
  return service === 'ec2' && ec2Id.test(tail) ? tail : id;
}
