import type { Role } from '@/lib/access/permissions';
import { type DatedGrant, requireReach, simplest } from '@/lib/access/reach';
import { reachAt } from '@/lib/access/reach-at';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma, type Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

export interface LockedUser {
  id: string;
  email: string;
  name: string;
  /** The role now, and when it ends, UTC */
  role: Role | null;
  roleUntil: Date | null;
  disabled: boolean;
  /** What is within reach, now or later */
  reach: DatedGrant[];
}

/**
 * Loads a user for a change. All such changes take one lock, so that two administrators cannot end each other at once.
 * AppError `not-found`; `forbidden` where the user reaches what the viewer does not.
 */
export async function lockUser(tx: Transaction, viewer: Viewer, id: string): Promise<LockedUser> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707375)`;
  const [user] = await tx.$queryRaw<LockedUser[]>`
    SELECT u.id::text, u.email, u.name, g.role, nullif(g.valid_to, 'infinity') AS "roleUntil", u.disabled_at IS NOT NULL AS disabled,
      ${reachAt('user', Prisma.sql`u.id`, Prisma.sql`clock_timestamp()`, true)} AS reach
    FROM user_account u LEFT JOIN role_grant g ON g.user_id = u.id AND g.valid_from <= clock_timestamp() AND g.valid_to > clock_timestamp()
    WHERE u.id = ${id}::bigint FOR UPDATE OF u`;
  if (!user) throw new AppError('not-found', 'There is no such user', { id });
  // Their reach, not its dates: who is there for longer may still be shown the door.
  requireReach({ ...viewer, until: null }, user.reach);
  return user;
}

/**
 * AppError `conflict` when this user is the last enabled administrator without an end, or the last of these who reaches
 * everything: somebody must be able to let others in.
 */
export async function keepAnAdministrator(tx: Transaction, user: LockedUser): Promise<void> {
  if (user.role !== 'administrator' || user.disabled) return;
  const all = simplest(user.reach) === null;
  const [others] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM user_account u JOIN role_grant g ON g.user_id = u.id
    WHERE g.role = 'administrator' AND g.valid_from <= clock_timestamp() AND g.valid_to = 'infinity' AND u.disabled_at IS NULL
      AND u.id <> ${user.id}::bigint AND (NOT ${all} OR EXISTS (SELECT FROM reach_grant k WHERE k.user_id = u.id
        AND num_nulls(k.facility, k.environment, k.team) = 3 AND k.valid_from <= clock_timestamp() AND k.valid_to = 'infinity'))`;
  if (others?.count === 0)
    throw new AppError('conflict', `${user.email} is the last administrator${all ? ' who reaches everything' : ''}`);
}
