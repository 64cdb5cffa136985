import { z } from 'zod';
import type { Role } from '@/lib/access/permissions';
import { sessionHours } from '@/lib/access/session-cookie';
import { idleMinutes } from '@/lib/access/session-life';
import { reading } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { allOf, containing } from '@/lib/queries/audit-filter';
import { any, several } from '@/lib/queries/host-filter';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

const sorts = ['began', 'active', 'ends', 'person', 'address'] as const;

export const SessionFilter = ListFilter.extend({
  whose: z.enum(['own', 'all']).default('own').describe('all needs security:read'),
  role: several.describe('Role of the person'),
  by: several.describe('password, single sign-on'),
  sort: z.enum(sorts.flatMap((key) => [key, `-${key}`] as const)).default('-began'),
});
export type SessionFilter = z.output<typeof SessionFilter>;

export interface SessionRow {
  /** Names the session, in hex: ends it and opens nothing */
  id: string;
  userId: string;
  name: string;
  email: string;
  role: Role | null;
  /** How its person signs in */
  by: 'password' | 'single sign-on';
  /** The one that asks */
  current: boolean;
  createdAt: Date;
  lastActiveAt: Date;
  /** When it ends by itself if nothing is done: idle for the minutes that are set, or 12 hours after it began */
  endsAt: Date;
  address: string | null;
  userAgent: string | null;
}

/** Sessions that are open as of a date: one's own, or everybody's. */
export async function listSessions(viewer: Viewer, filter: SessionFilter): Promise<ListAnswer<SessionRow>> {
  if (filter.whose === 'all') requirePermission(viewer, 'security:read');
  const key = filter.sort.replace('-', '') as (typeof sorts)[number];
  const down = filter.sort.startsWith('-');
  const direction = down ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return reading(viewer, 'account', async (tx) => {
    const rows = await tx.$queryRaw<SessionRow[]>`
      SELECT id, "userId", name, email, role, by, id = ${viewer.session} IS TRUE AS current, "createdAt", "lastActiveAt", "endsAt",
        address, "userAgent"
      FROM (${openSessions(viewer, filter)}) s WHERE ${after(filter.cursor, key, down)}
      ORDER BY ${columns[key]} ${direction}, id ${direction} LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, (row) => [keyOf(row, key), row.id]);
    return { ...page, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
  });
}

/** SQL: the sessions of a filter, before they are sorted and cut. */
export function openSessions(viewer: Viewer, filter: SessionFilter): Prisma.Sql {
  const at = filter.asOf ?? new Date();
  const own = viewer.kind === 'person' ? viewer.id : null;
  const narrowed = allOf([
    any(Prisma.sql`role`, filter.role),
    any(Prisma.sql`by`, filter.by),
    ...containing(Prisma.sql`concat_ws(' ', name, email, address, "userAgent")`, filter.q),
  ]);
  return Prisma.sql`SELECT * FROM (
    SELECT encode(s.id_hash, 'hex') AS id, u.id::text AS "userId", u.name, u.email, g.role,
      CASE WHEN u.issuer IS NULL THEN 'password' ELSE 'single sign-on' END AS by,
      s.created_at AS "createdAt", s.last_active_at AS "lastActiveAt",
      least(s.last_active_at + make_interval(mins => ${idleMinutes}), s.created_at + make_interval(hours => ${sessionHours}::int)) AS "endsAt",
      s.address, s.user_agent AS "userAgent"
    FROM session s JOIN user_account u ON u.id = s.user_id
    LEFT JOIN role_grant g ON g.user_id = u.id AND g.valid_from <= ${at}::timestamptz AND g.valid_to > ${at}::timestamptz
    WHERE s.created_at <= ${at}::timestamptz AND (s.ended_at IS NULL OR s.ended_at > ${at}::timestamptz)
      AND (${filter.whose === 'all'} OR u.id = ${own}::bigint)) open
    WHERE "endsAt" > ${at}::timestamptz AND ${narrowed}`;
}

const columns = {
  began: Prisma.sql`"createdAt"`,
  active: Prisma.sql`"lastActiveAt"`,
  ends: Prisma.sql`"endsAt"`,
  person: Prisma.sql`name`,
  address: Prisma.sql`coalesce(address, '')`,
};

function keyOf(row: SessionRow, key: (typeof sorts)[number]): string {
  if (key === 'person') return row.name;
  if (key === 'address') return row.address ?? '';
  return { began: row.createdAt, active: row.lastActiveAt, ends: row.endsAt }[key].toISOString();
}

function after(cursor: string | undefined, key: (typeof sorts)[number], down: boolean): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const [value, id] = decodeCursor(cursor, [key === 'person' || key === 'address' ? 'text' : 'time', 'text']);
  const sign = down ? Prisma.sql`<` : Prisma.sql`>`;
  const given = key === 'person' || key === 'address' ? Prisma.sql`${value}` : Prisma.sql`${value}::timestamptz`;
  return Prisma.sql`(${columns[key]}, id) ${sign} (${given}, ${id})`;
}
