import type { Role } from '@/lib/access/permissions';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

interface LockedUser {
  id: string;
  email: string;
  name: string;
  role: Role | null;
  disabled: boolean;
  /** Null reaches every facility */
  facilities: string[] | null;
}

/**
 * Loads a user for a change. All such changes take one lock, so that two administrators cannot end each other at once.
 * AppError `not-found`.
 */
export async function lockUser(tx: Transaction, id: string): Promise<LockedUser> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707375)`;
  const [user] = await tx.$queryRaw<LockedUser[]>`
    SELECT u.id::text, u.email, u.name, g.role, u.disabled_at IS NOT NULL AS disabled, u.facilities
    FROM user_account u LEFT JOIN role_grant g ON g.user_id = u.id AND g.valid_to = 'infinity'
    WHERE u.id = ${id}::bigint FOR UPDATE OF u`;
  if (!user) throw new AppError('not-found', 'There is no such user', { id });
  return user;
}

/** AppError `conflict` when this user is the last enabled administrator: somebody must be able to let others in. */
export async function keepAnAdministrator(tx: Transaction, user: LockedUser): Promise<void> {
  if (user.role !== 'administrator' || user.disabled) return;
  const [others] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM user_account u JOIN role_grant g ON g.user_id = u.id
    WHERE g.role = 'administrator' AND g.valid_to = 'infinity' AND u.disabled_at IS NULL AND u.id <> ${user.id}::bigint`;
  if (others?.count === 0) throw new AppError('conflict', `${user.email} is the last administrator`);
}
