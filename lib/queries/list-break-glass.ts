import { z } from 'zod';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

/** An emergency sign-in that nobody reviewed for so long is overdue. */
export const reviewDays = 7;

export const BreakGlassFilter = ListFilter.omit({ q: true }).extend({
  state: z
    .enum(['open', 'overdue', 'reviewed'])
    .optional()
    .describe('open: not reviewed yet; overdue: for more than 7 days'),
});

export interface BreakGlassRow {
  id: string;
  userId: string;
  name: string;
  email: string;
  at: Date;
  /** When the session ended, or will at the latest */
  until: Date;
  reason: string;
  address: string | null;
  /** Of the sign-in itself */
  requestId: string;
  /** Audit events of the person in that session */
  events: number;
  state: 'open' | 'overdue' | 'reviewed';
  reviewedAt: Date | null;
  reviewedBy: string | null;
  note: string | null;
}

/** Emergency sign-ins as of a date, the latest first. */
export async function listBreakGlass(
  viewer: Viewer,
  filter: z.output<typeof BreakGlassFilter>,
): Promise<ListAnswer<BreakGlassRow>> {
  const at = filter.asOf ?? new Date();
  return reading(viewer, 'break-glass:read', async (tx) => {
    const rows = await tx.$queryRaw<BreakGlassRow[]>`
      WITH used AS (
        SELECT b.id, u.id AS user_id, u.name, u.email, b.at, b.reason, b.address, b.request_id,
          coalesce(s.ended_at, s.created_at + interval '12 hours', b.at + interval '12 hours') AS until,
          CASE WHEN b.reviewed_at <= ${at}::timestamptz THEN b.reviewed_at END AS reviewed_at, r.name AS reviewer, b.note
        FROM break_glass b JOIN user_account u ON u.id = b.user_id LEFT JOIN session s ON s.id_hash = b.session_hash
        LEFT JOIN user_account r ON r.id = b.reviewed_by WHERE b.at <= ${at}::timestamptz
      ), judged AS (
        SELECT *, CASE WHEN reviewed_at IS NOT NULL THEN 'reviewed'
          WHEN at < ${at}::timestamptz - make_interval(days => ${reviewDays}) THEN 'overdue' ELSE 'open' END AS state FROM used
      )
      SELECT id::text, user_id::text AS "userId", name, email, at, until, reason, address, request_id AS "requestId", state,
        reviewed_at AS "reviewedAt", CASE WHEN reviewed_at IS NOT NULL THEN reviewer END AS "reviewedBy",
        CASE WHEN reviewed_at IS NOT NULL THEN note END AS note,
        (SELECT count(*)::int FROM audit_event e WHERE e.actor_kind = 'person' AND e.actor_id = j.user_id::text
          AND e.at >= j.at - interval '1 minute' AND e.at <= least(j.until, ${at}::timestamptz)) AS events
      FROM judged j WHERE ${stateIs(filter.state)} AND ${before(filter.cursor)} ORDER BY id DESC LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, (row) => [row.id]);
    return { ...page, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
  });
}

function stateIs(state: BreakGlassRow['state'] | undefined): Prisma.Sql {
  if (state === undefined) return Prisma.sql`TRUE`;
  return state === 'open' ? Prisma.sql`state IN ('open', 'overdue')` : Prisma.sql`state = ${state}`;
}

function before(cursor: string | undefined): Prisma.Sql {
  return cursor === undefined ? Prisma.sql`TRUE` : Prisma.sql`id < ${decodeCursor(cursor, ['id'])[0]}::bigint`;
}
