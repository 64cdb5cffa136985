import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { proveAccount } from '@/lib/access/prove-account';
import { makeSessionId } from '@/lib/access/session-cookie';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export const Confirmation = z.object({
  password: z.string().max(256),
  /** Of the second factor, for those who have one */
  code: z.string().max(10).optional(),
});

/**
 * Proves again who is there, by the password and second factor of a local account, and answers the new id of the session;
 * the old one opens nothing from then on. AppError `forbidden`, `too-many`, or `conflict` for people of an identity
 * provider, who confirm there.
 */
export async function stepUp(
  viewer: Viewer,
  input: z.input<typeof Confirmation>,
  at: Date = new Date(),
): Promise<{ session: string }> {
  const { password, code } = parseInput(Confirmation, input);
  const account = await proveAccount(viewer, password, at, { code: code ?? null });
  const { secret, hash } = makeSessionId();
  await writing(viewer, 'account', async (tx, record) => {
    const renewed = await tx.$executeRaw`
      UPDATE session SET secret_hash = ${hash}, authenticated_at = ${at}::timestamptz, last_active_at = ${at}::timestamptz
      WHERE id_hash = decode(${viewer.session ?? ''}, 'hex') AND ended_at IS NULL`;
    if (renewed === 0) throw new AppError('unauthenticated', 'This session has ended: sign in again');
    await record({
      action: 'session.renewed',
      objectKind: 'user',
      objectId: account.id,
      object: account.email,
      after: { by: 'password' },
    });
  });
  return { session: secret };
}
