import { z } from 'zod';
import { hashInvitation } from '@/lib/access/invitation';
import { parseInput } from '@/lib/access/parse-input';
import { hashPassword, Password } from '@/lib/access/password';
import { recording } from '@/lib/access/transaction';
import type { RequestContext } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export const Acceptance = z.object({
  /** From the one-time link of the invitation */
  token: z.string().max(100),
  password: Password,
});

/**
 * Sets the password of somebody who was invited; the link opens for one caller alone, however many come at once. They
 * sign in with it like everybody. AppError `forbidden` when the link was used, has expired or is not ours.
 */
export async function spendInvitation(context: RequestContext, input: z.input<typeof Acceptance>): Promise<void> {
  const { token, password } = parseInput(Acceptance, input);
  const hash = await hashPassword(password);
  const actor = { kind: 'anonymous', id: null, name: 'One-time link', ...context } as const;
  await recording(actor, async (tx, record) => {
    const [row] = await tx.$queryRaw<{ id: string; email: string }[]>`
      UPDATE invitation i SET accepted_at = clock_timestamp() FROM user_account u
      WHERE i.hash = ${hashInvitation(token)} AND i.accepted_at IS NULL AND i.expires_at > clock_timestamp()
        AND u.id = i.user_id AND u.disabled_at IS NULL RETURNING u.id::text, u.email`;
    if (!row) throw new AppError('forbidden', 'This link was used already, or has expired');
    await tx.$executeRaw`UPDATE user_account SET password_hash = ${hash}, second_factor_until = clock_timestamp() + interval '24 hours'
      WHERE id = ${row.id}::bigint`;
    await record({ action: 'invitation.accepted', objectKind: 'user', objectId: row.id, object: row.email });
  });
}
