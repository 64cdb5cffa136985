import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/** One's own account. `local` accounts have a password here; the others have it at their identity provider. */
export async function getAccount(
  viewer: Viewer,
): Promise<{ email: string; name: string; local: boolean; secondFactor: boolean }> {
  return reading(viewer, 'account', async (tx) => {
    const own = viewer.kind === 'person' ? viewer.id : null;
    const [row] = await tx.$queryRaw<{ email: string; name: string; local: boolean; secondFactor: boolean }[]>`
      SELECT email, name, password_hash IS NOT NULL AS local, totp_secret IS NOT NULL AS "secondFactor"
      FROM user_account WHERE id = ${own}::bigint`;
    if (!row) throw new AppError('not-found', 'Only a person has an account');
    return row;
  });
}
