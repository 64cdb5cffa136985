import { z } from 'zod';
import type { Grant } from '@/lib/access/reach';
import { AppError } from '@/lib/errors';

// A control character could imitate the mark that the database puts between the parts of a grant.
const Name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');
const list = z.array(Name).max(500);

const Facilities = z.union([
  list,
  z
    .string()
    .transform((text) => text.split(/\r?\n/).filter((line) => line.trim() !== ''))
    .pipe(list),
]);

const day = /^\d{4}-\d{2}-\d{2}$/;

/** A moment, or a day of UTC as forms send it: its beginning, or with `end` its last millisecond. */
export function momentGiven(end: boolean) {
  return z.union([
    z.date(),
    z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    z
      .string()
      .regex(day, 'must be a day (YYYY-MM-DD) or a moment (RFC 3339)')
      .transform((text) => new Date(`${text}T${end ? '23:59:59.999' : '00:00:00.000'}Z`)),
  ]);
}

const Part = Name.nullish().transform((name) => name ?? null);
const GivenGrant = z.strictObject({
  facility: Part.describe('Null or missing is any'),
  environment: Part,
  team: Part,
  from: momentGiven(false).nullish().describe('From then; now where it is missing or past'),
  until: momentGiven(true).nullish().describe('Ends then, or with that day; never where it is missing'),
});
const grants = z.array(GivenGrant).max(200);
const Grants = z.union([
  grants,
  z
    .string()
    .max(50_000)
    .transform((text, context): unknown => {
      try {
        return text === '' ? [] : JSON.parse(text);
      } catch {
        context.addIssue('must be a list of grants, as JSON');
        return z.NEVER;
      }
    })
    .pipe(grants),
]);

/** Reach as a client gives it: facilities, or grants of three parts with dates; none at all is everything, without end. */
export const GivenReach = z.object({
  facilities: Facilities.optional().describe('Facilities within reach, each whole; a list, or one on each line'),
  reach: Grants.optional().describe('Grants within reach; a list, or its JSON'),
});

export interface NewGrant extends Grant {
  from: Date | null;
  until: Date | null;
}

/** What is kept of it. AppError `invalid` for a grant that would never hold. */
export function reachGiven(given: z.output<typeof GivenReach>, now: Date = new Date()): NewGrant[] {
  const whole = [...new Set(given.facilities ?? [])].sort();
  const all: NewGrant[] = [
    ...whole.map((facility) => ({ facility, environment: null, team: null, from: null, until: null })),
    ...(given.reach ?? []).map((grant) => ({ ...grant, from: grant.from ?? null, until: grant.until ?? null })),
  ];
  for (const { from, until } of all)
    if (until !== null && until <= (from !== null && from > now ? from : now))
      throw new AppError('invalid', 'reach: a grant ends before it begins, or has ended', { field: 'reach' });
  return all.length > 0 ? all : [{ facility: null, environment: null, team: null, from: null, until: null }];
}
