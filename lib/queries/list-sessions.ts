import { z } from 'zod';
import { reading } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

export const SessionFilter = ListFilter.extend({
  whose: z.enum(['own', 'all']).default('own').describe('all needs users:read'),
});
export type SessionFilter = z.output<typeof SessionFilter>;

export interface SessionRow {
  /** SHA-256 of the session id, in hex: ends the session and opens nothing */
  id: string;
  userId: string;
  email: string;
  /** The one that asks */
  current: boolean;
  createdAt: Date;
  lastActiveAt: Date;
  /** When it ends by itself if nothing is done: 15 minutes idle or 12 hours after it began */
  endsAt: Date;
  address: string | null;
  userAgent: string | null;
}

/** Sessions that are open as of a date: one's own, or everybody's. */
export async function listSessions(viewer: Viewer, filter: SessionFilter): Promise<ListAnswer<SessionRow>> {
  const at = filter.asOf ?? new Date();
  if (filter.whose === 'all') requirePermission(viewer, 'users:read');
  const own = viewer.kind === 'person' ? viewer.id : null;
  return reading(viewer, 'account', async (tx) => {
    const rows = await tx.$queryRaw<SessionRow[]>`
      SELECT encode(s.id_hash, 'hex') AS id, u.id::text AS "userId", u.email, encode(s.id_hash, 'hex') = ${viewer.session} IS TRUE AS current,
        s.created_at AS "createdAt", s.last_active_at AS "lastActiveAt",
        least(s.last_active_at + interval '15 minutes', s.created_at + interval '12 hours') AS "endsAt", s.address, s.user_agent AS "userAgent"
      FROM session s JOIN user_account u ON u.id = s.user_id
      WHERE s.created_at <= ${at}::timestamptz AND (s.ended_at IS NULL OR s.ended_at > ${at}::timestamptz)
        AND s.created_at > ${at}::timestamptz - interval '12 hours'
        AND s.last_active_at > ${at}::timestamptz - interval '15 minutes'
        AND (${filter.whose === 'all'} OR u.id = ${own}::bigint) AND ${before(filter.cursor)}
      ORDER BY s.created_at DESC, s.id_hash DESC LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, (row) => [row.createdAt.toISOString(), row.id]);
    return { ...page, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
  });
}

function before(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const [at, id] = decodeCursor(cursor, 2);
  return Prisma.sql`(s.created_at, s.id_hash) < (${at}::timestamptz, decode(${id}, 'hex'))`;
}
