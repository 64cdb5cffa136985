import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { coverageOf } from '@/lib/queries/as-of';
import { allOf, containing, Period, within } from '@/lib/queries/audit-filter';
import { any, several } from '@/lib/queries/host-filter';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

export const ActivityFilter = ListFilter.extend({
  ...Period.shape,
  actor: several.describe('The person or role behind it'),
  action: several.describe('AuthorizeSecurityGroupIngress …'),
  service: several.describe('ec2, s3, iam …'),
  account: several,
  region: several,
  facility: several,
  subject: z.string().max(200).optional().describe('Id of what it touched: sg-…, vol-…'),
  outcome: several.describe('done or refused; CloudTrail tells of attempts, too'),
  reads: z.enum(['shown', 'hidden']).default('hidden').describe('Events that changed nothing'),
  event: z.string().max(100).optional().describe('CloudTrail eventID'),
});
export type ActivityFilter = z.output<typeof ActivityFilter>;

export interface ActivityRow {
  id: string;
  /** CloudTrail eventID */
  eventId: string;
  /** UTC time at the provider */
  at: Date;
  account: string | null;
  region: string | null;
  service: string;
  action: string;
  actor: string;
  /** userIdentity.type */
  actorKind: string;
  sourceAddress: string | null;
  userAgent: string | null;
  /** Set: an attempt, not a change */
  errorCode: string | null;
  outcome: 'done' | 'refused';
  readOnly: boolean;
  /** Ids of what it touched */
  subjects: string[];
  facility: string | null;
}

const outcome = Prisma.sql`CASE WHEN c.error_code IS NULL THEN 'done' ELSE 'refused' END`;

/** What was done in the estate by a date, as CloudTrail tells it, the latest first. */
export async function listActivity(viewer: Viewer, filter: ActivityFilter): Promise<ListAnswer<ActivityRow>> {
  const asOf = filter.asOf ?? null;
  return reading(viewer, 'activity:read', async (tx) => {
    const rows = await tx.$queryRaw<ActivityRow[]>`
      SELECT c.id::text, c.event_id AS "eventId", c.at, c.account, c.region, c.service, c.action, c.actor, c.actor_kind AS "actorKind",
        c.source_address AS "sourceAddress", c.user_agent AS "userAgent", c.error_code AS "errorCode", ${outcome} AS outcome,
        c.read_only AS "readOnly", c.subjects, c.facility
      FROM activity c WHERE ${activityOf(viewer, filter)} AND ${after(filter.cursor)}
      ORDER BY c.at DESC, c.id DESC LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, (row) => [row.at.toISOString(), row.id]);
    return { ...page, asOf, ...(await coverageOf(tx, asOf, ['activity'])) };
  });
}

/** The predicate of the filter on `activity c`, within reach. */
export function activityOf(viewer: Viewer, filter: ActivityFilter): Prisma.Sql {
  return allOf([
    withinReach(viewer, 'c'),
    ...within(Prisma.sql`c.at`, filter),
    any(Prisma.sql`c.actor`, filter.actor),
    any(Prisma.sql`c.action`, filter.action),
    any(Prisma.sql`c.service`, filter.service),
    any(Prisma.sql`c.account`, filter.account),
    any(Prisma.sql`c.region`, filter.region),
    any(Prisma.sql`c.facility`, filter.facility),
    any(outcome, filter.outcome),
    ...(filter.reads === 'hidden' ? [Prisma.sql`NOT c.read_only`] : []),
    ...(filter.subject ? [Prisma.sql`c.subjects @> ARRAY[${filter.subject}]`] : []),
    ...(filter.event ? [Prisma.sql`c.event_id = ${filter.event}`] : []),
    ...containing(
      Prisma.sql`concat_ws(' ', c.actor, c.action, c.service, c.account, c.source_address, array_to_string(c.subjects, ' '), c.event_id)`,
      filter.q,
    ),
  ]);
}

function after(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const [at, id] = decodeCursor(cursor, ['time', 'id']);
  return Prisma.sql`(c.at, c.id) < (${at}::timestamptz, ${id}::bigint)`;
}
