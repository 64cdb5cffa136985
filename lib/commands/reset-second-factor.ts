import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { UserId } from '@/lib/commands/end-sessions-of-user';
import { lockUser } from '@/lib/commands/lock-user';
import { AppError } from '@/lib/errors';

export const SecondFactorReset = UserId.extend({ reason: z.string().trim().max(500).optional() });

/**
 * Takes the second factor from a local account whose authenticator was lost, ends its sessions, and lets another be set up
 * at a sign-in within 24 hours. AppError `conflict` for people of an identity provider,
 * `forbidden` where the user reaches what the viewer does not.
 */
export async function resetSecondFactor(viewer: Viewer, input: z.input<typeof SecondFactorReset>): Promise<void> {
  const { id, reason } = parseInput(SecondFactorReset, input);
  await writing(viewer, 'users:write', async (tx, record) => {
    await requireProven(tx, viewer);
    await lockUser(tx, viewer, id);
    const [user] = await tx.$queryRaw<{ email: string; local: boolean; had: boolean }[]>`
      SELECT email, issuer IS NULL AS local, totp_secret IS NOT NULL AS had FROM user_account WHERE id = ${id}::bigint FOR UPDATE`;
    if (!user) throw new AppError('not-found', 'There is no such user', { id });
    if (!user.local) throw new AppError('conflict', 'Their identity provider keeps their second factor');
    if (viewer.kind === 'person' && viewer.id === id)
      throw new AppError('conflict', 'Change your own second factor under Your account');
    await tx.$executeRaw`UPDATE user_account SET totp_secret = NULL, totp_step = NULL,
      second_factor_until = clock_timestamp() + interval '24 hours' WHERE id = ${id}::bigint`;
    await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE user_id = ${id}::bigint AND ended_at IS NULL`;
    const before = { secondFactor: user.had ? 'set up' : 'not set up' };
    await record({
      action: 'second-factor.reset',
      objectKind: 'user',
      objectId: id,
      object: user.email,
      before,
      reason: reason ?? null,
    });
  });
}
