import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { type DatedGrant, requireReach } from '@/lib/access/reach';
import { reachAt } from '@/lib/access/reach-at';
import { writing } from '@/lib/access/transaction';
import { can, type Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { AppError } from '@/lib/errors';

export const SessionId = z.object({
  /** SHA-256 of the session id, in hex, as listSessions tells it */
  id: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Ends one's own session, or with `users:write` that of anybody who reaches no more than the viewer. AppError `not-found` for
 * those that are not within one's power, `forbidden` beyond one's reach.
 */
export async function endSession(viewer: Viewer, input: z.input<typeof SessionId>): Promise<void> {
  const { id } = parseInput(SessionId, input);
  await writing(viewer, 'account', async (tx, record) => {
    const own = viewer.kind === 'person' ? viewer.id : null;
    const [row] = await tx.$queryRaw<{ userId: string; email: string; reach: DatedGrant[] }[]>`
      UPDATE session s SET ended_at = clock_timestamp() FROM user_account u
      WHERE s.id_hash = decode(${id}, 'hex') AND s.ended_at IS NULL AND u.id = s.user_id
        AND (${can(viewer, 'users:write')} OR u.id = ${own}::bigint)
      RETURNING u.id::text AS "userId", u.email, ${reachAt('user', Prisma.sql`u.id`, Prisma.sql`clock_timestamp()`, true)} AS reach`;
    if (!row) throw new AppError('not-found', 'There is no such session, or it has ended');
    if (row.userId !== own) requireReach({ ...viewer, until: null }, row.reach);
    const reason = row.userId === own ? null : `ended by ${viewer.name}`;
    await record({ action: 'session.ended', objectKind: 'user', objectId: row.userId, object: row.email, reason });
  });
}
