import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { coverageOf } from '@/lib/queries/as-of';
import { type HostFilter, hostsOf } from '@/lib/queries/host-filter';
import { type HostTimes, hostTimes } from '@/lib/queries/host-times';
import { cutPage, decodeCursor, type ListAnswer } from '@/lib/queries/page';
import type { Located } from '@/lib/resources/place';

/** The kinds whose scans say what hosts there are. */
export const hostKinds = ['aws.ec2.instance', 'run'] as const;

/** The kinds of scopes that resources of these kinds come from: hosts are joined, nodes come with runs. */
export function scopeKindsOf(kinds: readonly string[]): string[] {
  return [...new Set(kinds.flatMap((kind) => (kind === 'host' ? hostKinds : kind === 'cm.node' ? 'run' : kind)))];
}

interface PagedHost extends Located {
  id: string;
  name: string;
  sortKey: string;
  system: string | null;
  joined: 'joined' | 'cloud-only' | 'managed-only';
  disks: 'encrypted' | 'unencrypted' | 'unknown' | null;
  /** Condition of its last run; `missing`: not reported; `unmanaged`: never seen by a tool */
  status: string;
  tool: string | null;
  /** UTC time since which it is in this condition */
  since: Date | null;
}

export type HostRow = Omit<PagedHost, 'sortKey'> & HostTimes;

const columns: Record<string, Prisma.Sql> = {
  name: Prisma.sql`h.name`,
  status: Prisma.sql`h.condition`,
  facility: Prisma.sql`coalesce(h.facility, '')`,
  system: Prisma.sql`coalesce(h.system, '')`,
  team: Prisma.sql`coalesce(h.team, '')`,
  disks: Prisma.sql`coalesce(h.disks, '')`,
};

/** Hosts as of a date, with the condition that their last run left them in. */
export async function listHosts(viewer: Viewer, filter: HostFilter): Promise<ListAnswer<HostRow>> {
  const asOf = filter.asOf ?? null;
  return reading(viewer, 'fleet:read', async (tx) => {
    const down = filter.sort.startsWith('-');
    const key = columns[filter.sort.replace('-', '')] ?? Prisma.sql`h.name`;
    const direction = down ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    const page = await tx.$queryRaw<PagedHost[]>`
      SELECT h.resource_id::text AS id, h.name, ${key} AS "sortKey", h.account, h.region, h.facility, h.environment, h.team, h.system,
        h.joined, h.disks, h.condition AS status, h.tool, h.since
      FROM (${hostsOf(viewer, filter)}) h WHERE ${after(filter.cursor, key, down)}
      ORDER BY ${key} ${direction}, h.name ${direction}, h.resource_id ${direction} LIMIT ${filter.limit + 1}`;
    const { rows, next } = cutPage(page, filter.limit, (row) => [row.sortKey, row.name, row.id]);
    const times = await hostTimes(
      tx,
      rows.map((row) => row.id),
      asOf,
    );
    const full = rows.map(({ sortKey: _, ...row }) => ({
      ...row,
      ...(times.get(row.id) ?? { ranAt: null, seenAt: null, goneAt: null }),
    }));
    return { rows: full, next, asOf, ...(await coverageOf(tx, asOf, hostKinds)) };
  });
}

function after(cursor: string | undefined, key: Prisma.Sql, down: boolean): Prisma.Sql {
  if (!cursor) return Prisma.sql`TRUE`;
  const [value, name, id] = decodeCursor(cursor, ['text', 'text', 'id']);
  const sign = down ? Prisma.sql`<` : Prisma.sql`>`;
  return Prisma.sql`(${key}, h.name, h.resource_id) ${sign} (${value}, ${name}, ${id}::bigint)`;
}
