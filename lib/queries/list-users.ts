import type { z } from 'zod';
import type { Role } from '@/lib/access/permissions';
import type { DatedGrant } from '@/lib/access/reach';
import { reachAt } from '@/lib/access/reach-at';
import { idleMinutes } from '@/lib/access/session-life';
import { accountKey } from '@/lib/access/sign-in-limit';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

export const UserFilter = ListFilter;
export type UserFilter = z.output<typeof UserFilter>;

export interface UserRow {
  id: string;
  email: string;
  name: string;
  /** The role by then; null for those who have none */
  role: Role | null;
  /** When the role ends, UTC; null where it does not */
  roleUntil: Date | null;
  /** What was within reach by then, any of these; now also what will be */
  reach: DatedGrant[];
  /** Evidence that may be looked at, UTC; null is all of it */
  evidenceFrom: Date | null;
  evidenceTo: Date | null;
  /** Issuer of the identity provider; null for local accounts */
  issuer: string | null;
  secondFactor: boolean;
  createdAt: Date;
  lastSignInAt: Date | null;
  disabledAt: Date | null;
  /** Sessions that were open by then */
  sessions: number;
  /** Since when too many wrong passwords keep the local account closed, UTC; null while it is open */
  closedAt: Date | null;
  /** Wrong passwords in a row, now */
  wrongTries: number;
}

/** Users and their roles as of a date, by address. */
export async function listUsers(viewer: Viewer, filter: UserFilter): Promise<ListAnswer<UserRow>> {
  const at = filter.asOf ?? new Date();
  return reading(viewer, 'users:read', async (tx) => {
    const rows = await tx.$queryRaw<UserRow[]>`
      SELECT u.id::text, u.email, u.name, g.role, nullif(g.valid_to, 'infinity') AS "roleUntil",
        ${reachAt('user', Prisma.sql`u.id`, Prisma.sql`${at}::timestamptz`, filter.asOf === undefined)} AS reach,
        u.evidence_from AS "evidenceFrom", u.evidence_to AS "evidenceTo", u.issuer, u.totp_secret IS NOT NULL AS "secondFactor",
        u.created_at AS "createdAt", u.last_sign_in_at AS "lastSignInAt",
        CASE WHEN u.disabled_at <= ${at}::timestamptz THEN u.disabled_at END AS "disabledAt",
        (SELECT count(*)::int FROM session s WHERE s.user_id = u.id AND s.created_at <= ${at}::timestamptz
          AND s.created_at > ${at}::timestamptz - interval '12 hours' AND (s.ended_at IS NULL OR s.ended_at > ${at}::timestamptz)
          AND s.last_active_at > ${at}::timestamptz - make_interval(mins => ${idleMinutes})) AS sessions,
        CASE WHEN wrong.closed_at <= ${at}::timestamptz THEN wrong.closed_at END AS "closedAt", coalesce(wrong.failed, 0) AS "wrongTries"
      FROM user_account u
      LEFT JOIN role_grant g ON g.user_id = u.id AND g.valid_from <= ${at}::timestamptz AND g.valid_to > ${at}::timestamptz
      LEFT JOIN LATERAL (SELECT min(closed_at) AS closed_at, max(failed) AS failed FROM sign_in_count
        WHERE account = ${accountKey(Prisma.sql`u.email`)} AND u.issuer IS NULL) wrong ON true
      WHERE u.created_at <= ${at}::timestamptz AND ${after(filter.cursor)}
        AND ${filter.q ? Prisma.sql`concat_ws(' ', u.email, u.name) ILIKE ${`%${filter.q.replace(/[\\%_]/g, '\\$&')}%`}` : Prisma.sql`TRUE`}
      ORDER BY u.email, u.id LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, (row) => [row.email, row.id]);
    return { ...page, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
  });
}

function after(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const [email, id] = decodeCursor(cursor, ['text', 'id']);
  return Prisma.sql`(u.email, u.id) > (${email}, ${id}::bigint)`;
}
