import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { coverageOf } from '@/lib/queries/as-of';
import { scopeKindsOf } from '@/lib/queries/list-hosts';
import { cutPage, decodeCursor, type ListAnswer } from '@/lib/queries/page';
import { type ResourceFilter, resourcesOf } from '@/lib/queries/resource-filter';
import { kinds } from '@/lib/resources/index';
import type { Located } from '@/lib/resources/place';

export interface ResourceRow extends Located {
  id: string;
  externalId: string;
  kind: string;
  name: string;
  status: string | null;
  encryption: string | null;
  system: string | null;
  /** UTC time since which it is as it is */
  since: Date;
  firstSeenAt: Date;
}

const columns: Record<string, Prisma.Sql> = {
  name: Prisma.sql`h.name`,
  since: Prisma.sql`to_char(h.valid_from, 'YYYY-MM-DD"T"HH24:MI:SS.MS')`,
  status: Prisma.sql`coalesce(h.status, '')`,
  facility: Prisma.sql`coalesce(h.facility, '')`,
};

/** Resources of any kind as of a date. */
export async function listResources(viewer: Viewer, filter: ResourceFilter): Promise<ListAnswer<ResourceRow>> {
  const asOf = filter.asOf ?? null;
  return reading(viewer, 'fleet:read', async (tx) => {
    const down = filter.sort.startsWith('-');
    const key = columns[filter.sort.replace('-', '')] ?? Prisma.sql`h.name`;
    const direction = down ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    const [value, id] = filter.cursor ? decodeCursor(filter.cursor, ['text', 'id']) : [null, null];
    const sign = down ? Prisma.sql`<` : Prisma.sql`>`;
    const after = filter.cursor
      ? Prisma.sql`(${key}, h.resource_id) ${sign} (${value}, ${id}::bigint)`
      : Prisma.sql`TRUE`;
    const page = await tx.$queryRaw<(ResourceRow & { sortKey: string })[]>`
      SELECT h.resource_id::text AS id, r.external_id AS "externalId", h.kind, h.name, ${key} AS "sortKey", h.account, h.region, h.facility,
        h.environment, h.team, h.status, h.encryption, h.system, h.valid_from AS since, r.first_seen_at AS "firstSeenAt"
      FROM (${resourcesOf(viewer, filter)}) h JOIN resource r ON r.id = h.resource_id WHERE ${after}
      ORDER BY ${key} ${direction}, h.resource_id ${direction} LIMIT ${filter.limit + 1}`;
    const { rows, next } = cutPage(page, filter.limit, (row) => [row.sortKey, row.id]);
    const covering = scopeKindsOf(filter.kind ?? Object.keys(kinds));
    return { rows: rows.map(({ sortKey: _, ...row }) => row), next, asOf, ...(await coverageOf(tx, asOf, covering)) };
  });
}
