import { z } from 'zod';
import { redact } from '@/lib/sources/aws/redact';

/** Members of AWS answers that many kinds share. Absent is null, never a made-up value. */
export const text = z
  .string()
  .nullish()
  .transform((it) => it || null);

export const truth = z
  .boolean()
  .nullish()
  .transform((it) => it ?? null);

export const whole = z
  .number()
  .int()
  .nullish()
  .transform((it) => it ?? null);

/** A Date of the SDK or a time in text; UTC, RFC 3339. */
export const moment = z
  .union([z.date(), z.iso.datetime({ offset: true }).transform((it) => new Date(it))])
  .nullish()
  .transform((it) => it?.toISOString() ?? null);

/** A list that AWS leaves out where it is empty. */
export function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((it) => it ?? []);
}

const Tag = z.object({ Key: z.string(), Value: z.string().nullish() });

/** AWS's list of keys and values as a record. Some keep passwords there: these stay behind. */
export const tagList = list(Tag).transform((tags) =>
  Object.fromEntries(
    tags.map((tag) => Tag.parse(redact(tag))).map((tag): [string, string] => [tag.Key, tag.Value ?? '']),
  ),
);

/** Without the empty and the repeated, in order, so that the same set reads the same at every scan. */
export function sorted(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value): value is string => Boolean(value)))].sort();
}
