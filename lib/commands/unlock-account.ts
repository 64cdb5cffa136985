import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { accountKey } from '@/lib/access/sign-in-limit';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { lockUser } from '@/lib/commands/lock-user';
import { AppError } from '@/lib/errors';

export const Unlocking = z.object({
  id: z.string().regex(/^\d{1,18}$/),
  reason: z.string().trim().max(500).optional(),
});

/** Opens an account that wrong tries closed, and forgets them. AppError `conflict` where none were counted. */
export async function unlockAccount(viewer: Viewer, input: z.input<typeof Unlocking>): Promise<void> {
  const { id, reason } = parseInput(Unlocking, input);
  await writing(viewer, 'users:write', async (tx, record) => {
    const user = await lockUser(tx, viewer, id);
    const [before] = await tx.$queryRaw<{ failed: number; closed: boolean }[]>`
      SELECT max(failed)::int AS failed, bool_or(closed_at IS NOT NULL) AS closed FROM sign_in_count
      WHERE account = ${accountKey(user.email)} HAVING max(failed) > 0`;
    if (!before) throw new AppError('conflict', `${user.email} is not closed: there were no wrong tries`);
    await tx.$executeRaw`UPDATE sign_in_count SET failed = 0, closed_at = NULL WHERE account = ${accountKey(user.email)}`;
    await record({
      action: 'account.unlocked',
      objectKind: 'user',
      objectId: id,
      object: user.email,
      before: { closed: before.closed, wrongTries: before.failed },
      after: { closed: false, wrongTries: 0 },
      reason: reason ?? null,
    });
  });
}
