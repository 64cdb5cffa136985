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
  cursor: z.string().max(500).optional(),
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
function encodeCursor(keys: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The keys of a cursor; AppError `invalid` unless it is a list of `length` keys. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return z
      .array(z.union([z.string(), z.number(), z.null()]))
      .length(length)
      .parse(keys);
  } catch (cause) {
    throw new AppError('invalid', 'This cursor is not one of ours', { field: 'cursor' }, { cause });
  }
}

/** Cuts the extra row that was read to see whether there is a next page. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  keysOf: (row: Row) => (string | number | null)[],
): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? encodeCursor(keysOf(last)) : null };
}
