import type { z } from 'zod';
import type { TokenRole } from '@/lib/access/permissions';
import type { DatedGrant } from '@/lib/access/reach';
import { reachAt } from '@/lib/access/reach-at';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

export const TokenFilter = ListFilter;
export type TokenFilter = z.output<typeof TokenFilter>;

export interface TokenRow {
  id: string;
  name: string;
  role: TokenRole;
  /** What was within reach by then, any of these; now also what will be */
  reach: DatedGrant[];
  /** Its last six characters */
  hint: string;
  /** The one machine that may report with it; null for any */
  host: string | null;
  /** Id of its host, once it is known */
  hostId: string | null;
  status: 'valid' | 'expired' | 'revoked';
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** Tokens as of a date, the latest first. Never what they are, only how they end. */
export async function listTokens(viewer: Viewer, filter: TokenFilter): Promise<ListAnswer<TokenRow>> {
  const at = filter.asOf ?? new Date();
  return reading(viewer, 'tokens:read', async (tx) => {
    const rows = await tx.$queryRaw<TokenRow[]>`
      SELECT t.id::text, t.name, t.role, ${reachAt('token', Prisma.sql`t.id`, Prisma.sql`${at}::timestamptz`, filter.asOf === undefined)} AS reach, t.hint,
        t.host, t.host_id::text AS "hostId",
        CASE WHEN t.revoked_at <= ${at}::timestamptz THEN 'revoked' WHEN t.expires_at <= ${at}::timestamptz THEN 'expired'
          ELSE 'valid' END AS status,
        t.created_by AS "createdBy", t.created_at AS "createdAt", t.expires_at AS "expiresAt",
        CASE WHEN t.revoked_at <= ${at}::timestamptz THEN t.revoked_at END AS "revokedAt", t.last_used_at AS "lastUsedAt"
      FROM token t
      WHERE t.created_at <= ${at}::timestamptz AND ${before(filter.cursor)}
        AND ${filter.q ? Prisma.sql`t.name ILIKE ${`%${filter.q.replace(/[\\%_]/g, '\\$&')}%`}` : Prisma.sql`TRUE`}
      ORDER BY t.id DESC LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, (row) => [row.id]);
    return { ...page, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
  });
}

function before(cursor: string | undefined): Prisma.Sql {
  return cursor === undefined ? Prisma.sql`TRUE` : Prisma.sql`t.id < ${decodeCursor(cursor, ['id'])[0]}::bigint`;
}
