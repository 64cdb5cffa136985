import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { hashPassword, Password } from '@/lib/access/password';
import { proveAccount } from '@/lib/access/prove-account';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

export const PasswordChange = z.object({ current: z.string().max(256), next: Password });

/** Changes one's own password and ends one's other sessions. */
export async function changePassword(
  viewer: Viewer,
  input: z.input<typeof PasswordChange>,
  at: Date = new Date(),
): Promise<void> {
  const { current, next } = parseInput(PasswordChange, input);
  const account = await proveAccount(viewer, current, at);
  const hash = await hashPassword(next);
  await writing(viewer, 'account', async (tx, record) => {
    await tx.$executeRaw`UPDATE user_account SET password_hash = ${hash} WHERE id = ${account.id}::bigint`;
    const ended = await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp()
      WHERE user_id = ${account.id}::bigint AND ended_at IS NULL AND id_hash <> decode(${viewer.session ?? ''}, 'hex')`;
    await record({
      action: 'password.changed',
      objectKind: 'user',
      objectId: account.id,
      object: account.email,
      after: { otherSessionsEnded: ended },
    });
  });
}
