import { z } from 'zod';
import type { ActivityEvent } from '@/lib/resources/activity-event';
import { redact } from '@/lib/sources/aws/redact';
import { actorOf, UserIdentity } from '@/lib/sources/aws/trail-actor';
import { subjectsOf } from '@/lib/sources/aws/trail-subjects';

const text = z
  .string()
  .nullish()
  .transform((it) => it || null);

const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((it) => it === 'true')])
  .nullish()
  .transform((it) => it ?? null)
  .catch(null);

/** Names of calls that only read, for records that do not say. */
const reads = /^(Get|List|Describe|Lookup|Head|Search|Query|Scan|BatchGet|Select|View|Preview|Simulate)/;

const TrailRecord = z.object({
  eventID: z.string().min(1),
  // UTC, also as log stores write it down again: `2024-06-02 20:16:32.000000000`
  eventTime: z
    .string()
    .transform((it) => it.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?$/, '$1T$2Z'))
    .pipe(z.iso.datetime({ offset: true })),
  eventSource: z.string(),
  eventName: z.string(),
  awsRegion: text,
  recipientAccountId: text,
  userIdentity: UserIdentity,
  sourceIPAddress: text,
  userAgent: text,
  errorCode: text,
  errorMessage: text,
  readOnly: flag,
  requestParameters: z.unknown().optional(),
  responseElements: z.unknown().optional(),
  additionalEventData: z.unknown().optional(),
  resources: z
    .array(z.union([z.object({ ARN: z.string().nullish() }), z.string().transform((ARN) => ({ ARN }))]))
    .nullish()
    .transform((it) => it ?? []),
});

/** What LookupEvents puts around a record: the record as JSON in a string, and the resources that it knows of. */
const LookedUp = z.object({
  CloudTrailEvent: z.string(),
  Resources: z.array(z.object({ ResourceName: z.string().nullish() })).nullish(),
});
/** What EventBridge puts around it. */
const Delivered = z.object({ detail: z.looseObject({ eventID: z.string() }) });

function unwrap(record: unknown): { record: unknown; listed: string[] } {
  const found = LookedUp.safeParse(record);
  if (found.success) {
    const names = (found.data.Resources ?? []).flatMap((it) => it.ResourceName || []);
    return { record: JSON.parse(found.data.CloudTrailEvent), listed: names };
  }
  const delivered = Delivered.safeParse(record);
  return { record: delivered.success ? delivered.data.detail : record, listed: [] };
}

/** Parses one CloudTrail record, bare or as LookupEvents or EventBridge wraps it; secrets are removed. Pure; throws a ZodError or SyntaxError for what is none. */
export function parseTrailEvent(record: unknown): ActivityEvent {
  const { record: plain, listed } = unwrap(record);
  const it = TrailRecord.parse(plain);
  const account = it.recipientAccountId ?? it.userIdentity?.accountId ?? null;
  return {
    eventId: it.eventID,
    at: new Date(it.eventTime).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    account,
    region: it.awsRegion,
    service: it.eventSource.replace(/\.amazonaws\.com(\.cn)?$/, ''),
    action: it.eventName,
    actor: actorOf(it.userIdentity),
    actorKind: it.userIdentity?.type ?? 'Unknown',
    sourceAddress: it.sourceIPAddress,
    userAgent: it.userAgent,
    errorCode: it.errorCode ?? failedSignIn(it),
    readOnly: it.readOnly ?? reads.test(it.eventName),
    subjects: subjectsOf({
      account,
      region: it.awsRegion,
      request: it.requestParameters,
      response: it.responseElements,
      arns: it.resources.flatMap((one) => one.ARN || []),
      listed,
    }),
    request: redact(it.requestParameters ?? null),
    response: redact(withMfa(it) ?? null),
  };
}

/** A change, a sign-in, or an attempt that failed: what activity is kept of. */
export function isWorthKeeping(event: ActivityEvent): boolean {
  return !event.readOnly || event.errorCode !== null || event.action === 'ConsoleLogin';
}

/** A sign-in that failed has no error code but says so in its answer. */
function failedSignIn(it: z.infer<typeof TrailRecord>): string | null {
  return memberOf(it.responseElements, 'ConsoleLogin') === 'Failure' ? (it.errorMessage ?? 'Failure') : null;
}

/** Whether a second factor was used stands apart from the answer of a sign-in, yet belongs to it. */
function withMfa(it: z.infer<typeof TrailRecord>): unknown {
  const used = memberOf(it.additionalEventData, 'MFAUsed');
  if (used === undefined || it.responseElements === null || typeof it.responseElements !== 'object') {
    return it.responseElements;
  }
  return { ...it.responseElements, MFAUsed: used };
}

function memberOf(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
}
