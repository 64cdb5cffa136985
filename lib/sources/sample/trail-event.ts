import type { ActivityEvent } from '@/lib/resources/activity-event';
import { iso } from '@/lib/sources/sample/calendar';
import { hex } from '@/lib/sources/sample/dice';
import { type Person, type PersonId, people } from '@/lib/sources/sample/people';

/** What differs from event to event; the rest follows from who did it. */
export interface TrailWords {
  at: number;
  account: string;
  region: string;
  /** `ec2 RunInstances` */
  call: string;
  /** A person, or a role that machines act in */
  by: PersonId | 'ansible-ci' | 'autoscaling' | 'backup';
  subjects?: string[];
  request?: unknown;
  response?: unknown;
  errorCode?: string;
  /** On the console; else on the command line */
  console?: boolean;
  readOnly?: boolean;
}

const machines = {
  'ansible-ci': {
    actor: 'ansible-ci',
    kind: 'AssumedRole',
    address: '203.0.113.9',
    agent: 'Boto3/1.35.36 md/Botocore#1.35.36 Ansible/2.17.5',
  },
  autoscaling: {
    actor: 'AWSServiceRoleForAutoScaling',
    kind: 'AWSService',
    address: 'autoscaling.amazonaws.com',
    agent: 'autoscaling.amazonaws.com',
  },
  backup: {
    actor: 'AWSBackupDefaultServiceRole',
    kind: 'AssumedRole',
    address: 'backup.amazonaws.com',
    agent: 'backup.amazonaws.com',
  },
};

/** One event as CloudTrail would tell it. */
export function trailEvent(words: TrailWords): ActivityEvent {
  const [service = '', action = ''] = words.call.split(' ');
  const { actor, kind, address, agent } = actorOf(words);
  return {
    eventId: uuid(`${words.at} ${words.account} ${words.call} ${words.by} ${words.subjects?.join(' ') ?? ''}`),
    at: `${iso(words.at).slice(0, 19)}Z`,
    account: words.account,
    region: words.region,
    service,
    action,
    actor,
    actorKind: kind,
    sourceAddress: address,
    userAgent: agent,
    errorCode: words.errorCode ?? null,
    readOnly: words.readOnly ?? false,
    subjects: [...(words.subjects ?? [])].sort(),
    request: words.request ?? null,
    response: words.response ?? null,
  };
}

function actorOf({ by, console: onConsole = true }: TrailWords) {
  if (by === 'ansible-ci' || by === 'autoscaling' || by === 'backup') return machines[by];
  const person: Person = people[by];
  const agent = onConsole ? 'console.amazonaws.com' : 'aws-cli/2.17.44 md/awscrt#0.21.2 exe/x86_64.ubuntu.22';
  return { actor: person.login, kind: 'AssumedRole', address: person.address, agent };
}

function uuid(words: string): string {
  const digits = hex(32, `event ${words}`);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}
