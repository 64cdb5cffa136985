import type { ActivityEvent } from '@/lib/resources/activity-event';
import { day, hour, minute } from '@/lib/sources/sample/calendar';
import { between, dice, hex } from '@/lib/sources/sample/dice';
import { accounts } from '@/lib/sources/sample/facilities';
import type { PersonId } from '@/lib/sources/sample/people';
import { type TrailWords, trailEvent } from '@/lib/sources/sample/trail-event';

const signIns: [PersonId, chance: number][] = [
  ['castellanos', 0.55],
  ['lindqvist', 0.5],
  ['okafor', 0.7],
  ['nakamura', 0.6],
  ['moreau', 0.35],
];

/** Calls that were refused, as they happen every few days. */
const refusals: [PersonId, call: string, errorCode: string][] = [
  ['okafor', 'ec2 AuthorizeSecurityGroupIngress', 'Client.UnauthorizedOperation'],
  ['okafor', 'ec2 StopInstances', 'Client.UnauthorizedOperation'],
  ['moreau', 's3 PutBucketPolicy', 'AccessDenied'],
  ['nakamura', 'rds ModifyDBInstance', 'AccessDenied'],
  ['lindqvist', 'kms ScheduleKeyDeletion', 'AccessDenied'],
];

/** What happens in an account on any day: people sign in, backups are made, some calls are refused. */
export function routineOf(account: string, midnight: number): ActivityEvent[] {
  const words = `${account} ${midnight}`;
  const weekday = new Date(midnight).getUTCDay();
  const atWork = weekday > 0 && weekday < 6;
  const staging = account === accounts.staging;
  const events: TrailWords[] = [];
  for (const [by, chance] of signIns) {
    if (dice(`sign-in ${by} ${words}`) > chance * (atWork ? 1 : 0.08) * (staging ? 0.4 : 1)) continue;
    const at =
      midnight +
      7 * hour +
      between(0, 9 * 60, `sign-in at ${by} ${words}`) * minute +
      between(0, 59, `${by} ${words}`) * 1000;
    if (dice(`mistyped ${by} ${words}`) < 0.06)
      events.push({
        ...signIn(account, by, at - 41_000),
        errorCode: 'Failed authentication',
        response: { ConsoleLogin: 'Failure' },
      });
    events.push(signIn(account, by, at));
  }
  for (let index = 0; index < (staging ? 2 : 9); index += 1) {
    const volumeId = `vol-0${hex(16, `volume ${backedUp[index % backedUp.length]}`)}`;
    const snapshotId = `snap-0${hex(16, `backup ${index} ${words}`)}`;
    events.push({
      at: midnight + 2 * hour + index * 11 * minute + between(0, 500, `backup ${index} ${words}`) * 1000,
      account,
      region: index > 5 ? 'us-west-2' : 'us-east-1',
      call: 'ec2 CreateSnapshot',
      by: 'backup',
      subjects: [volumeId, snapshotId],
      request: { volumeId },
      response: { snapshotId, encrypted: true },
    });
  }
  if (atWork && dice(`refused ${words}`) < 0.22) {
    const [by, call, errorCode] = refusals[between(0, refusals.length - 1, `refusal ${words}`)] ?? [
      'okafor',
      'ec2 StopInstances',
      'AccessDenied',
    ];
    events.push({
      at: midnight + 13 * hour + between(0, 240, `refused at ${words}`) * minute,
      account,
      region: 'us-east-1',
      call,
      by,
      errorCode,
      console: false,
    });
  }
  return events.filter(({ at }) => at < midnight + day).map(trailEvent);
}

const backedUp = [
  'rvs-ehr-db-01 3',
  'rvs-ehr-db-02 3',
  'rvs-bill-db-01 2',
  'ngt-lab-db-01 3',
  'ngt-lab-db-02 3',
  'ngt-rx-db-02 2',
  'lks-pacs-db-01 3',
  'lks-pacs-db-02 3',
  'lks-pacs-db-03 3',
];

function signIn(account: string, by: PersonId, at: number): TrailWords {
  return {
    at,
    account,
    region: 'us-east-1',
    call: 'signin ConsoleLogin',
    by,
    request: null,
    response: { ConsoleLogin: 'Success', MFAUsed: 'Yes' },
  };
}
