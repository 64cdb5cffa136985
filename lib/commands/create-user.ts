import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { GivenReach, momentGiven, type NewGrant, reachGiven } from '@/lib/access/given-reach';
import { parseInput } from '@/lib/access/parse-input';
import { hashPassword, Password } from '@/lib/access/password';
import { type Role, roles } from '@/lib/access/permissions';
import { requireLasting, requireReach } from '@/lib/access/reach';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { grantReach, reachTold } from '@/lib/commands/grant-reach';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

export const NewUser = z.object({
  email: z.email('must be an e-mail address').max(254),
  /** As others see it; the address when none is given */
  name: z.string().trim().max(120).optional(),
  role: z.enum(Object.keys(roles) as Role[]),
  until: momentGiven(true).optional().describe('The role ends then, or with that day; never where it is missing'),
  ...GivenReach.shape,
  /** None: one is made up and answered, once */
  password: Password.optional(),
});
export type NewUser = z.input<typeof NewUser>;

/** Adds a local account. `password` is the one that was made up, to be passed on; AppError `conflict` if the address is taken. */
export async function createUser(viewer: Viewer, input: NewUser): Promise<{ id: string; password: string | null }> {
  const user = parseInput(NewUser, input);
  const madeUp = user.password === undefined ? randomBytes(15).toString('base64url') : null;
  const hash = await hashPassword(user.password ?? madeUp ?? '');
  const reach = reachGiven(user);
  const id = await writing(viewer, 'users:write', async (tx, record) => {
    await requireProven(tx, viewer);
    requireReach(viewer, reach);
    requireLasting(viewer, user.until ?? null);
    const name = user.name || user.email;
    const made = await insertUser(tx, {
      email: user.email,
      name,
      role: user.role,
      until: user.until ?? null,
      hash,
      reach,
    });
    const after = { email: user.email, name, role: user.role, until: user.until ?? null, reach: reachTold(reach) };
    await record({ action: 'user.added', objectKind: 'user', objectId: made, object: user.email, after });
    return made;
  });
  return { id, password: madeUp };
}

/** The rows of a local account, for the commands that make one; without a reach it reaches everything. */
export async function insertUser(
  tx: Transaction,
  user: {
    email: string;
    name: string;
    role: Role;
    hash: string | null;
    from?: Date | null;
    until?: Date | null;
    reach?: readonly NewGrant[];
  },
): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO user_account (email, name, password_hash) VALUES (${user.email}, ${user.name}, ${user.hash})
    ON CONFLICT (lower(email)) WHERE issuer IS NULL DO NOTHING RETURNING id::text`;
  if (!row) throw new AppError('conflict', `${user.email} has an account already`, { field: 'email' });
  await tx.$executeRaw`INSERT INTO role_grant (user_id, role, valid_from, valid_to)
    VALUES (${row.id}::bigint, ${user.role}, coalesce(${user.from ?? null}::timestamptz, now()), coalesce(${user.until ?? null}::timestamptz, 'infinity'))`;
  await grantReach(tx, { user: row.id }, user.reach ?? reachGiven({}));
  return row.id;
}
