import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { keepAnAdministrator, lockUser } from '@/lib/commands/lock-user';

export const Disabling = z.object({
  id: z.string().regex(/^\d{1,18}$/),
  /** False lets the user in again */
  disabled: z.boolean(),
  reason: z.string().trim().max(500).optional(),
});

/** Disables a user and ends their sessions, or, by somebody who proved who they are, enables one. AppError `conflict` for the last administrator. */
export async function disableUser(viewer: Viewer, input: z.input<typeof Disabling>): Promise<void> {
  const { id, disabled, reason } = parseInput(Disabling, input);
  await writing(viewer, 'users:write', async (tx, record) => {
    // Taking away must be quick; giving back is not.
    if (!disabled) await requireProven(tx, viewer);
    const user = await lockUser(tx, viewer, id);
    if (disabled) await keepAnAdministrator(tx, user);
    await tx.$executeRaw`UPDATE user_account SET disabled_at = CASE WHEN ${disabled} THEN coalesce(disabled_at, clock_timestamp()) END
      WHERE id = ${id}::bigint`;
    if (disabled)
      await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE user_id = ${id}::bigint AND ended_at IS NULL`;
    await record({
      action: disabled ? 'user.disabled' : 'user.enabled',
      objectKind: 'user',
      objectId: id,
      object: user.email,
      before: { disabled: user.disabled },
      after: { disabled },
      reason: reason ?? null,
    });
  });
}
