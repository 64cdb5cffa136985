import { z } from 'zod';

/** Something done in the estate, as CloudTrail tells it, secrets removed. */
export const ActivityEvent = z.object({
  eventId: z.string().describe('CloudTrail eventID: the key for deduplication'),
  at: z.string().describe('UTC, RFC 3339, to the second'),
  account: z.string().nullable(),
  region: z.string().nullable(),
  service: z.string().describe('ec2, s3, iam …'),
  action: z.string().describe('AuthorizeSecurityGroupIngress …'),
  actor: z.string().describe('The person or role behind it, as far as the event says'),
  actorKind: z.string().describe('userIdentity.type'),
  sourceAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  errorCode: z.string().nullable().describe('Set: an attempt, not a change'),
  readOnly: z.boolean(),
  subjects: z.array(z.string()).describe('Ids of what it touched, sorted'),
  request: z.unknown().describe('requestParameters, redacted'),
  response: z.unknown().describe('responseElements, redacted'),
});
export type ActivityEvent = z.infer<typeof ActivityEvent>;
