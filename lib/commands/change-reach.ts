import { z } from 'zod';
import { GivenReach, type NewGrant, reachGiven } from '@/lib/access/given-reach';
import { parseInput } from '@/lib/access/parse-input';
import { requireReach, simplest } from '@/lib/access/reach';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { grantReach, reachTold } from '@/lib/commands/grant-reach';
import { keepAnAdministrator, lockUser } from '@/lib/commands/lock-user';

export const ReachChange = z.object({
  id: z.string().regex(/^\d{1,18}$/),
  ...GivenReach.shape,
  reason: z.string().trim().max(500).optional(),
});

/**
 * Gives a user another reach and ends their sessions. AppError `forbidden` where it, or what they had, goes beyond the
 * viewer's own.
 */
export async function changeReach(viewer: Viewer, input: z.input<typeof ReachChange>): Promise<void> {
  const { id, reason, ...given } = parseInput(ReachChange, input);
  const reach = reachGiven(given);
  await writing(viewer, 'users:write', async (tx, record) => {
    await requireProven(tx, viewer);
    const user = await lockUser(tx, viewer, id);
    requireReach(viewer, reach);
    // Only who reaches everything can give it.
    const everythingNow = ({ until, from, ...grant }: NewGrant) => !until && !from && simplest([grant]) === null;
    if (simplest(user.reach) === null && !reach.some(everythingNow)) await keepAnAdministrator(tx, user);
    await grantReach(tx, { user: id }, reach);
    await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE user_id = ${id}::bigint AND ended_at IS NULL`;
    await record({
      action: 'reach.changed',
      objectKind: 'user',
      objectId: id,
      object: user.email,
      before: { reach: reachTold(user.reach) },
      after: { reach: reachTold(reach) },
      reason: reason ?? null,
    });
  });
}
