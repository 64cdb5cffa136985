import { z } from 'zod';
import { Prisma } from '@/lib/db';
import { any, several } from '@/lib/queries/host-filter';
import { ListFilter } from '@/lib/queries/page';

const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();

/** The part of time that a list of events speaks of; both ends are optional. */
export const Period = z.object({ from: moment, to: moment });

export const AuditFilter = ListFilter.extend({
  ...Period.shape,
  actor: several.describe('Name as it stood when it was done'),
  action: several.describe('session.begun, role.changed, export.made …'),
  kind: several.describe('Kind of object: user, token, source, list …'),
  object: z.string().max(200).optional().describe('Id of the object'),
  outcome: several.describe('done, refused, failed'),
  jobs: z.enum(['shown', 'hidden']).default('shown').describe('What jobs did on schedule'),
  request: z.string().max(100).optional().describe('Request id: all that one request did'),
});
export type AuditFilter = z.output<typeof AuditFilter>;

/** The predicate of the filter on `audit_event e`: the common part of the list and its facets. */
export function auditEventsOf(filter: AuditFilter): Prisma.Sql {
  const parts = [
    ...within(Prisma.sql`e.at`, filter),
    any(Prisma.sql`e.actor`, filter.actor),
    any(Prisma.sql`e.action`, filter.action),
    any(Prisma.sql`e.object_kind`, filter.kind),
    any(Prisma.sql`e.outcome`, filter.outcome),
    ...(filter.object ? [Prisma.sql`e.object_id = ${filter.object}`] : []),
    ...(filter.jobs === 'hidden' ? [Prisma.sql`e.actor_kind <> 'job'`] : []),
    ...(filter.request ? [Prisma.sql`e.request_id = ${filter.request}`] : []),
    ...containing(
      Prisma.sql`concat_ws(' ', e.actor, e.action, e.object_kind, e.object, e.object_id, e.reason, e.request_id, e.address)`,
      filter.q,
    ),
  ];
  return allOf(parts);
}

/** Moments of a period, none of them after the as-of date. */
export function within(
  at: Prisma.Sql,
  filter: { asOf?: Date | undefined; from?: Date | undefined; to?: Date | undefined },
) {
  return [
    ...(filter.asOf ? [Prisma.sql`${at} <= ${filter.asOf}::timestamptz`] : []),
    ...(filter.from ? [Prisma.sql`${at} >= ${filter.from}::timestamptz`] : []),
    ...(filter.to ? [Prisma.sql`${at} < ${filter.to}::timestamptz`] : []),
  ];
}

/** Every word of the search occurs in the text. */
export function containing(text: Prisma.Sql, q: string | undefined): Prisma.Sql[] {
  const words = q?.split(/\s+/).filter(Boolean).slice(0, 8) ?? [];
  return words.map((word) => Prisma.sql`${text} ILIKE ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
}

export function allOf(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.join([...parts.filter((part) => part !== Prisma.empty), Prisma.sql`TRUE`], ' AND ');
}
