import { z } from 'zod';
import { momentGiven } from '@/lib/access/given-reach';
import { parseInput } from '@/lib/access/parse-input';
import { type Role, roles } from '@/lib/access/permissions';
import { requireLasting } from '@/lib/access/reach';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { giveRole } from '@/lib/commands/give-role';
import { keepAnAdministrator, lockUser } from '@/lib/commands/lock-user';
import { AppError } from '@/lib/errors';

export const RoleChange = z.object({
  id: z.string().regex(/^\d{1,18}$/),
  role: z.enum(Object.keys(roles) as Role[]),
  from: momentGiven(false).optional().describe('Begins then; now where it is missing or past'),
  until: momentGiven(true).optional().describe('Ends then, or with that day; never where it is missing'),
  reason: z.string().trim().max(500).optional(),
});

/**
 * Gives a user another role, now or from a date, and until another; where it begins now their sessions end. AppError
 * `conflict` for the last administrator, `forbidden` where the user reaches what the viewer does not.
 */
export async function changeRole(viewer: Viewer, input: z.input<typeof RoleChange>): Promise<void> {
  const { id, role, reason, from = null, until = null } = parseInput(RoleChange, input);
  if (until !== null && until <= (from ?? new Date()))
    throw new AppError('invalid', 'until: must be later', { field: 'until' });
  await writing(viewer, 'users:write', async (tx, record) => {
    await requireProven(tx, viewer);
    const user = await lockUser(tx, viewer, id);
    requireLasting(viewer, until);
    if (role !== 'administrator' || until !== null) await keepAnAdministrator(tx, user);
    await giveRole(tx, id, role, { from, until });
    await record({
      action: 'role.changed',
      objectKind: 'user',
      objectId: id,
      object: user.email,
      before: { role: user.role, until: user.roleUntil },
      after: { role, from, until },
      reason: reason ?? null,
    });
  });
}
