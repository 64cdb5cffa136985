import { z } from 'zod';
import { GivenFacilities, reachGiven } from '@/lib/access/given-facilities';
import { parseInput } from '@/lib/access/parse-input';
import { requireReach } from '@/lib/access/reach';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { lockUser } from '@/lib/commands/lock-user';

export const ReachChange = z.object({
  id: z.string().regex(/^\d+$/),
  /** None given reaches every facility */
  facilities: GivenFacilities.optional(),
  reason: z.string().trim().max(500).optional(),
});

/**
 * Gives a user another reach, from their next request on. AppError `forbidden` where it, or what they had, goes beyond the
 * viewer's own.
 */
export async function changeReach(viewer: Viewer, input: z.input<typeof ReachChange>): Promise<void> {
  const { id, reason, ...given } = parseInput(ReachChange, input);
  const facilities = reachGiven(given.facilities);
  await writing(viewer, 'users:write', async (tx, record) => {
    const user = await lockUser(tx, id);
    requireReach(viewer, facilities);
    requireReach(viewer, user.facilities);
    await tx.$executeRaw`UPDATE user_account SET facilities = ${facilities}::text[] WHERE id = ${id}::bigint`;
    await record({
      action: 'reach.changed',
      objectKind: 'user',
      objectId: id,
      object: user.email,
      before: { facilities: user.facilities ?? 'all' },
      after: { facilities: facilities ?? 'all' },
      reason: reason ?? null,
    });
  });
}
