import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { type DatedGrant, requireReach } from '@/lib/access/reach';
import { reachAt } from '@/lib/access/reach-at';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { AppError } from '@/lib/errors';

export const TokenId = z.object({ id: z.string().regex(/^\d{1,18}$/) });

/**
 * Revokes a token, from the next request on. AppError `not-found` when there is none that still counts, `forbidden` where it
 * reaches what the viewer does not.
 */
export async function revokeToken(viewer: Viewer, input: z.input<typeof TokenId>): Promise<void> {
  const { id } = parseInput(TokenId, input);
  await writing(viewer, 'tokens:write', async (tx, record) => {
    const [row] = await tx.$queryRaw<{ name: string; role: string; hint: string; reach: DatedGrant[] }[]>`
      UPDATE token t SET revoked_at = clock_timestamp() WHERE id = ${id}::bigint AND revoked_at IS NULL
      RETURNING name, role, hint, ${reachAt('token', Prisma.sql`t.id`, Prisma.sql`clock_timestamp()`, true)} AS reach`;
    if (!row) throw new AppError('not-found', 'There is no such token, or it was revoked already', { id });
    requireReach({ ...viewer, until: null }, row.reach);
    const before = { role: row.role, hint: row.hint };
    await record({ action: 'token.revoked', objectKind: 'token', objectId: id, object: row.name, before });
  });
}
