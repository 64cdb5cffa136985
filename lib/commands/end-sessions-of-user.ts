import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { lockUser } from '@/lib/commands/lock-user';

export const UserId = z.object({ id: z.string().regex(/^\d{1,18}$/) });

/** Ends all sessions of a user; answers how many there were. */
export async function endSessionsOfUser(viewer: Viewer, input: z.input<typeof UserId>): Promise<{ ended: number }> {
  const { id } = parseInput(UserId, input);
  return writing(viewer, 'users:write', async (tx, record) => {
    const user = await lockUser(tx, viewer, id);
    const ended = await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp()
      WHERE user_id = ${id}::bigint AND ended_at IS NULL`;
    await record({ action: 'sessions.ended', objectKind: 'user', objectId: id, object: user.email, after: { ended } });
    return { ended };
  });
}
