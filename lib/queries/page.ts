import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { AsOf, Coverage } from '@/lib/queries/as-of';

/** What every list takes: `asOf` (RFC 3339; none is now), `limit` (at most 500) and the cursor of the page before. */
export const ListFilter = z.object({
  asOf: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(4000).optional(),
  q: z.string().trim().max(200).optional(),
});

/** What every list answers; `total` counts all pages, `next` leads to the next one. */
export interface ListAnswer<Row> {
  rows: Row[];
  next: string | null;
  asOf: AsOf;
  observedAt: Date | null;
  coverage: Coverage;
}

/** The keyset of the last row, opaque to callers. */
function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** What a key of a cursor is. A text may hold anything: it is compared, never cast. */
const keyShapes = {
  id: z.string().regex(/^\d{1,18}$/),
  count: z.int32(),
  time: z.iso.datetime(),
  text: z.string(),
};

/** The keys of a cursor, of these kinds; AppError `invalid` unless it is made of just them: a cursor comes from outside. */
export function decodeCursor(cursor: string, kinds: readonly (keyof typeof keyShapes)[]): (string | number)[] {
  try {
    const keys = z.array(z.unknown()).length(kinds.length);
    const given = keys.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return kinds.map((kind, i) => keyShapes[kind].parse(given[i]));
  } catch (cause) {
    throw new AppError('invalid', 'This cursor is not one of ours', { field: 'cursor' }, { cause });
  }
}

/** Cuts the extra row that was read to see whether there is a next page. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  keysOf: (row: Row) => (string | number)[],
): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? encodeCursor(keysOf(last)) : null };
}
