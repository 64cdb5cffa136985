import { z } from 'zod';
import type { LogSpan } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { several } from '@/lib/queries/host-filter';
import { ListFilter } from '@/lib/queries/page';

const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();

/** The part of time that a list of events speaks of; both ends are optional. */
export const Period = z.object({ from: moment, to: moment });

/** Looking at evidence is an event as well; it is left out with `reads=hidden`. */
export const viewAction = 'evidence.viewed';

export const AuditFilter = ListFilter.extend({
  ...Period.shape,
  q: z
    .string()
    .trim()
    .max(200)
    .refine(
      (text) => text === '' || text.split(/\s+/).some((word) => word.length >= 3),
      'must have a word of three characters or more',
    )
    .optional()
    .describe(
      'Words that occur in actor, action, object, reason or address, one of three characters or more; or the id of a request',
    ),
  actor: several.describe('Name as it stood when it was done'),
  action: several.describe('session.begun, role.changed, export.made …'),
  kind: several.describe('Kind of object: user, token, source, list …'),
  object: z.string().max(200).optional().describe('Id of the object'),
  outcome: several.describe('done, refused, failed'),
  reach: z.string().max(500).optional().describe('Reach of the actor then, as the log keeps it; * is everything'),
  address: several.describe('Address that it was done from'),
  jobs: z
    .enum(['shown', 'hidden'])
    .default('shown')
    .describe('What jobs did; shown where the filter names an actor or a deed'),
  reads: z
    .enum(['shown', 'hidden'])
    .default('shown')
    .describe('Views of evidence; shown where the filter names a deed'),
  request: z.string().max(100).optional().describe('Request id: all that one request did'),
});
export type AuditFilter = z.output<typeof AuditFilter>;

/**
 * Whether what jobs did, and views of evidence, are left out: not where the filter names who, or what was done, for then
 * they are asked for, and a list without them might have to pass over millions to find none.
 */
export function leftOutOf(filter: AuditFilter): { jobs: boolean; reads: boolean } {
  const deed = filter.action ?? filter.kind ?? filter.object ?? filter.request;
  return {
    jobs: filter.jobs === 'hidden' && !deed && !filter.actor,
    reads: filter.reads === 'hidden' && !deed,
  };
}

/** What free text searches in, written as the index on it is. */
const text = Prisma.sql`(e.actor || ' ' || e.action || ' ' || e.object_kind || ' ' || coalesce(e.object, '') || ' ' ||
  coalesce(e.object_id, '') || ' ' || coalesce(e.reason, '') || ' ' || coalesce(e.address, ''))`;

/** The predicate of the filter on `audit_event e`, within the period that an auditor may look at: common to list and facets. */
export function auditEventsOf(viewer: Viewer, filter: AuditFilter, span: LogSpan): Prisma.Sql {
  const parts = [
    ...(span.since ? [Prisma.sql`e.at >= ${span.since}::timestamptz`] : []),
    inPeriod(viewer, Prisma.sql`e.at`),
    ...(span.until ? [Prisma.sql`e.at < ${span.until}::timestamptz`] : []),
    ...within(Prisma.sql`e.at`, filter),
    ...oneOf(Prisma.sql`e.actor`, filter.actor),
    ...oneOf(Prisma.sql`e.action`, filter.action),
    ...oneOf(Prisma.sql`e.object_kind`, filter.kind),
    ...oneOf(Prisma.sql`e.outcome`, filter.outcome),
    ...oneOf(Prisma.sql`e.address`, filter.address),
    ...(filter.reach ? [Prisma.sql`e.reach = ${filter.reach}`] : []),
    ...(filter.object ? [Prisma.sql`e.object_id = ${filter.object}`] : []),
    ...(leftOutOf(filter).jobs ? [Prisma.sql`e.actor_kind <> 'job'`] : []),
    ...(leftOutOf(filter).reads ? [Prisma.sql`e.action <> ${viewAction}`] : []),
    ...(filter.request ? [Prisma.sql`e.request_id = ${filter.request}`] : []),
    ...searched(filter),
  ];
  return allOf(parts);
}

/** What free text searches in where the trigrams are not to be asked. */
const plainText = Prisma.sql`(${text} || '')`;

/**
 * Every word occurs in the text; one that begins as request ids do is the id of the request. Of a word such as `user-4711`
 * the trigrams are asked for `4711` alone: those of `user` occur in half of all events. Where another index leaves few
 * events, reading these is faster than the trigrams of every month.
 */
function searched(filter: AuditFilter): Prisma.Sql[] {
  const { actor, address, object, request, q } = filter;
  const narrow = [actor, address].some((values) => values?.length === 1 && !values[0]?.startsWith('-'));
  const words = q?.split(/\s+/).filter(Boolean).slice(0, 8) ?? [];
  return words.flatMap((word) => {
    if (/^(req|job)_/.test(word)) return [Prisma.sql`e.request_id = ${word}`];
    if (narrow || object || request) return containing(plainText, word);
    const pieces = word.split(/[^\p{L}\p{N}]+/u).filter((piece) => piece.length >= 4 && /\p{N}/u.test(piece));
    const [rare] = pieces.sort((one, other) => other.length - one.length);
    return rare === undefined || rare === word
      ? containing(text, word)
      : [...containing(text, rare), ...containing(plainText, word)];
  });
}

/** Keeps what was done in the period of evidence that the viewer may look at. */
export function inPeriod({ period }: Viewer, at: Prisma.Sql): Prisma.Sql {
  return period
    ? Prisma.sql`${at} >= ${period.from}::timestamptz AND ${at} <= ${period.to}::timestamptz`
    : Prisma.sql`TRUE`;
}

/** Any of the values, and none of those that begin with a minus. One value alone, for then an index gives them in order. */
function oneOf(column: Prisma.Sql, values: readonly string[] | undefined): Prisma.Sql[] {
  const out = (values ?? []).filter((value) => value.startsWith('-')).map((value) => value.slice(1));
  const wanted = (values ?? []).filter((value) => !value.startsWith('-'));
  return [
    ...(wanted.length === 1 ? [Prisma.sql`${column} = ${wanted[0]}`] : []),
    ...(wanted.length > 1 ? [Prisma.sql`${column} = ANY(${wanted}::text[])`] : []),
    ...(out.length > 0 ? [Prisma.sql`(${column} IS NULL OR ${column} <> ALL(${out}::text[]))`] : []),
  ];
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
