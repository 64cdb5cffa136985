import type { Role } from '@/lib/access/permissions';
import type { Transaction } from '@/lib/db';

/**
 * Gives a user a role from a moment (null: now) until another (null: without end); whatever role they had from then on
 * ends. Where it begins now, their sessions end.
 */
export async function giveRole(
  tx: Transaction,
  userId: string,
  role: Role,
  { from = null, until = null }: { from?: Date | null; until?: Date | null } = {},
): Promise<void> {
  await tx.$executeRaw`
    WITH moment AS (SELECT greatest(clock_timestamp(), ${from}::timestamptz)::timestamptz(3) AS at),
    ended AS (UPDATE role_grant g SET valid_to = greatest(g.valid_from, moment.at) FROM moment
      WHERE g.user_id = ${userId}::bigint AND g.valid_to > moment.at AND g.valid_from <> moment.at)
    INSERT INTO role_grant (user_id, role, valid_from, valid_to)
    SELECT ${userId}::bigint, ${role}, at, coalesce(${until}::timestamptz, 'infinity') FROM moment
    ON CONFLICT (user_id, valid_from) DO UPDATE SET role = excluded.role, valid_to = excluded.valid_to`;
  await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE user_id = ${userId}::bigint AND ended_at IS NULL
    AND (${from}::timestamptz IS NULL OR ${from}::timestamptz <= clock_timestamp())`;
}
