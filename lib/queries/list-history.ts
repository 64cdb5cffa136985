import type { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { coverageOf } from '@/lib/queries/as-of';
import { ResourceQuery } from '@/lib/queries/get-resource';
import { scopeKindsOf } from '@/lib/queries/list-hosts';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';
import { diffFields, type FieldChange } from '@/lib/resources/diff-fields';

export const HistoryFilter = ListFilter.omit({ q: true }).extend(ResourceQuery.shape);
export type HistoryFilter = z.infer<typeof HistoryFilter>;

export interface HistoryRow {
  change: 'appeared' | 'changed' | 'gone' | 'back';
  /** UTC time from which it holds */
  validFrom: Date;
  /** Null while it holds, as of the date */
  validTo: Date | null;
  name: string;
  /** Field by field, against what was before; empty where it appeared or went */
  fields: FieldChange[];
}

interface Version {
  validFrom: Date;
  validTo: Date | null;
  name: string;
  body: string;
}

/** What a resource was, newest first, each state against the one before. */
export async function listHistory(viewer: Viewer, filter: HistoryFilter): Promise<ListAnswer<HistoryRow>> {
  const asOf = filter.asOf ?? null;
  const at = asOf ?? new Date();
  return reading(viewer, 'fleet:read', async (tx) => {
    const before = filter.cursor ? new Date(String(decodeCursor(filter.cursor, ['time'])[0])) : null;
    const versions = await tx.$queryRaw<(Version & { kind: string })[]>`
      SELECT s.kind, s.valid_from AS "validFrom", CASE WHEN s.valid_to <= ${at}::timestamptz THEN s.valid_to END AS "validTo", s.name, s.body
      FROM snapshot s WHERE s.resource_id = ${filter.id}::bigint AND s.valid_from <= ${at}
        AND ${before ? Prisma.sql`s.valid_from < ${before}` : Prisma.sql`TRUE`} AND ${withinReach(viewer, 's')}
      ORDER BY s.valid_from DESC LIMIT ${filter.limit + 1}`;
    const [newest] = versions;
    if (!newest && !filter.cursor)
      throw new AppError('not-found', 'There is no such resource within your reach at that time', { id: filter.id });
    const { rows, next } = cutPage(versions, filter.limit, (row) => [row.validFrom.toISOString()]);
    const told = rows.flatMap((version, i) => tell(version, versions[i + 1], i === 0 && !filter.cursor));
    return { rows: told, next, asOf, ...(await coverageOf(tx, asOf, newest ? scopeKindsOf([newest.kind]) : [])) };
  });
}

function tell(version: Version, earlier: Version | undefined, last: boolean): HistoryRow[] {
  const contiguous = earlier?.validTo?.getTime() === version.validFrom.getTime();
  const change = !earlier ? 'appeared' : contiguous ? 'changed' : 'back';
  const fields = earlier ? diffFields(JSON.parse(earlier.body), JSON.parse(version.body)) : [];
  const row: HistoryRow = {
    change,
    validFrom: version.validFrom,
    validTo: version.validTo,
    name: version.name,
    fields,
  };
  const gap: HistoryRow[] = earlier?.validTo && !contiguous ? [goneRow(earlier, version.validFrom)] : [];
  return [...(last && version.validTo ? [goneRow(version, null)] : []), row, ...gap];
}

function goneRow(version: Version, until: Date | null): HistoryRow {
  return {
    change: 'gone',
    validFrom: version.validTo ?? version.validFrom,
    validTo: until,
    name: version.name,
    fields: [],
  };
}
