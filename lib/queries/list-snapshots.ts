import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { coverageOf } from '@/lib/queries/as-of';
import { any, several, words } from '@/lib/queries/host-filter';
import { scopeKindsOf } from '@/lib/queries/list-hosts';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';
import { kinds } from '@/lib/resources/index';

export const SnapshotFilter = ListFilter.extend({
  kind: several,
  account: several,
  region: several,
  facility: several,
  resource: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  since: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional()
    .describe('Only what began after it'),
});
export type SnapshotFilter = z.infer<typeof SnapshotFilter>;

export interface SnapshotInterval {
  resourceId: string;
  kind: string;
  name: string;
  account: string | null;
  region: string | null;
  facility: string | null;
  status: string | null;
  encryption: string | null;
  validFrom: Date;
  validTo: Date | null;
  /** SHA-256 of what was recorded, in hexadecimal */
  digest: string;
}

/** Snapshots in the order in which they began, newest first: what changed in the estate by the date. */
export async function listSnapshots(viewer: Viewer, filter: SnapshotFilter): Promise<ListAnswer<SnapshotInterval>> {
  const asOf = filter.asOf ?? null;
  const at = asOf ?? new Date();
  return reading(viewer, 'fleet:read', async (tx) => {
    const [from, id] = filter.cursor ? decodeCursor(filter.cursor, ['time', 'id']) : [null, null];
    const parts = [
      any(Prisma.sql`s.kind`, filter.kind),
      any(Prisma.sql`s.account`, filter.account),
      any(Prisma.sql`s.region`, filter.region),
      any(Prisma.sql`s.facility`, filter.facility),
      ...words(filter.q),
    ].filter((part) => part !== Prisma.empty);
    const page = await tx.$queryRaw<SnapshotInterval[]>`
      SELECT s.resource_id::text AS "resourceId", s.kind, s.name, s.account, s.region, s.facility, s.status, s.encryption,
        s.valid_from AS "validFrom", CASE WHEN s.valid_to <= ${at}::timestamptz THEN s.valid_to END AS "validTo", encode(s.digest, 'hex') AS digest
      FROM snapshot s WHERE s.valid_from <= ${at} AND ${withinReach(viewer, 's')}
        AND ${filter.resource ? Prisma.sql`s.resource_id = ${filter.resource}::bigint` : Prisma.sql`TRUE`}
        AND ${filter.since ? Prisma.sql`s.valid_from > ${filter.since}` : Prisma.sql`TRUE`}
        AND ${from ? Prisma.sql`(s.valid_from, s.resource_id) < (${from}::timestamptz, ${id}::bigint)` : Prisma.sql`TRUE`}
        AND ${Prisma.join([...parts, Prisma.sql`TRUE`], ' AND ')}
      ORDER BY s.valid_from DESC, s.resource_id DESC LIMIT ${filter.limit + 1}`;
    const { rows, next } = cutPage(page, filter.limit, (row) => [row.validFrom.toISOString(), row.resourceId]);
    return { rows, next, asOf, ...(await coverageOf(tx, asOf, scopeKindsOf(filter.kind ?? Object.keys(kinds)))) };
  });
}
