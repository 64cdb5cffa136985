import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

/**
 * AppError `conflict` unless a local administrator could still get in on the day on which every provider is away: with a
 * provider enabled, local accounts need a second factor.
 */
export async function requireBreakGlass(tx: Transaction): Promise<void> {
  const [found] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM user_account u JOIN role_grant g ON g.user_id = u.id
    WHERE u.password_hash IS NOT NULL AND u.totp_secret IS NOT NULL AND u.disabled_at IS NULL
      AND g.role = 'administrator' AND g.valid_from <= clock_timestamp() AND g.valid_to > clock_timestamp()`;
  if (found?.count === 0)
    throw new AppError(
      'conflict',
      'First set up a second factor for a local administrator, under Your account: with a provider enabled, local accounts need one',
    );
}
