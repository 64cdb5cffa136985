import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ActivityEvent } from '@/lib/resources/activity-event';
import records from '@/lib/sources/aws/fixtures/trail-records.json';
import { isWorthKeeping, parseTrailEvent } from '@/lib/sources/aws/trail-event';

const group = 'sg-0a41c7e2d9b05f318';

describe('a CloudTrail record', () => {
  test.each([
    [
      'openedByPermissions',
      { actor: 'priya.nair', service: 'ec2', readOnly: false, subjects: [group, 'sgr-0123456789abcdef0'] },
    ],
    ['openedFlat', { subjects: ['sg-0a41c7e2'], readOnly: false, errorCode: null }],
    ['openedByName', { subjects: ['ehr-app-edge'] }],
    ['attempt', { errorCode: 'Client.UnauthorizedOperation', subjects: [group] }],
    [
      'run',
      {
        actor: 'DeployRole/priya.nair',
        actorKind: 'AssumedRole',
        readOnly: false,
        subjects: ['eni-0123456789abcdef0', 'i-0b94e1c7720fa3d15'],
      },
    ],
    [
      'role',
      { actor: 'autoscaling.amazonaws.com', readOnly: true, subjects: ['arn:aws:iam::418203995571:role/Scaling'] },
    ],
    ['database', { subjects: ['arn:aws:rds:us-east-1:418203995571:db:ehr-primary'] }],
    ['bucket', { subjects: ['riverside-ehr-exports'], service: 's3' }],
    ['signIn', { actor: 'root', errorCode: null, response: { ConsoleLogin: 'Success', MFAUsed: 'No' } }],
    ['failedSignIn', { actor: 'priya.nair', errorCode: 'Failed authentication' }],
    [
      'noIdentity',
      { actor: 'unknown', actorKind: 'Unknown', account: null, at: '2026-10-07T02:46:53Z', request: null },
    ],
    ['subnet', { subjects: ['subnet-0123456789abcdef0'] }],
  ] as const)('%s says who, what and which', (name, expected) => {
    const event = parseTrailEvent(records[name]);
    expect(ActivityEvent.parse(event)).toMatchObject({ at: '2026-10-07T02:46:53Z', ...expected });
    expect(event.subjects).toEqual('subjects' in expected ? expected.subjects : []);
  });

  test('secrets do not come in, and what only names them does', () => {
    const text = JSON.stringify(Object.values(records).map(parseTrailEvent));
    expect(text).not.toMatch('s3cr3t-not-real');
    expect(text).not.toMatch('IyEvYmluL3No');
    expect(text).toMatch('"masterUserPassword":"[redacted]"');
  });

  test('reads the same bare, as EventBridge wraps it and as LookupEvents does', () => {
    const bare = records.openedByPermissions;
    const event = parseTrailEvent(bare);
    expect(parseTrailEvent({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: bare })).toEqual(
      event,
    );
    expect(parseTrailEvent({ EventId: bare.eventID, CloudTrailEvent: JSON.stringify(bare) })).toEqual(event);
  });

  test('what the look-up lists stands in where the record itself names nothing', () => {
    const bare = { ...records.run, responseElements: null };
    const Resources = [{ ResourceType: 'AWS::EC2::Instance', ResourceName: 'i-0b94e1c7720fa3d15' }];
    expect(parseTrailEvent({ CloudTrailEvent: JSON.stringify(bare), Resources }).subjects).toEqual([
      'i-0b94e1c7720fa3d15',
    ]);
  });

  test('changes, attempts and sign-ins are kept, and reads are not', () => {
    const kept = Object.values(records).filter((record) => isWorthKeeping(parseTrailEvent(record)));
    expect(kept.length).toBe(Object.values(records).length - 1);
  });

  test.each([[null], ['text'], [{}], [{ CloudTrailEvent: '{' }], [{ ...records.run, eventTime: 'yesterday' }]])(
    '%j is none and throws',
    (record) => expect(() => parseTrailEvent(record)).toThrow(),
  );
});

interface Sample {
  eventID?: string;
  eventTime?: string;
}
const recorded = ['cloudtrail-s3-logs-invictus', 'cloudtrail-detonation-stratus', 'cloudtrail-events-panther'];

describe.each(recorded)('%s', (name) => {
  const folder = path.resolve('../shared/data', name);
  const here = existsSync(folder);

  test.skipIf(!here)(
    `every record is read, without its secrets${here ? '' : ` (skipped: ../shared/data/${name} is not here)`}`,
    () => {
      const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
      const all = files.flatMap((file): Sample[] => {
        const content = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
        const list: { event?: unknown }[] = Array.isArray(content) ? content : content.Records;
        return list.map((it) => it.event ?? it);
      });
      expect(all.length).toBeGreaterThan(50);
      // Some samples were trimmed by hand until no id or time was left
      const whole = all.filter((it) => it.eventID && /^\d{4}-/.test(it.eventTime ?? ''));
      expect(whole.length / all.length).toBeGreaterThan(0.7);
      for (const record of whole) {
        const event = ActivityEvent.parse(parseTrailEvent(record));
        expect(event.actor).not.toBe('');
        const text = JSON.stringify([event.request, event.response]);
        expect(text).not.toMatch(/"(sessionToken|masterUserPassword|userData|clientSecret)":"(?!\[redacted\]")/i);
        expect(text).not.toMatch(/EXAMPLETOKEN/);
      }
    },
  );
});
