import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { type Role, roles } from '@/lib/access/permissions';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { keepAnAdministrator, lockUser } from '@/lib/commands/lock-user';

export const RoleChange = z.object({
  id: z.string().regex(/^\d+$/),
  role: z.enum(Object.keys(roles) as Role[]),
  reason: z.string().trim().max(500).optional(),
});

/** Gives a user another role from now on and ends their sessions. AppError `conflict` for the last administrator. */
export async function changeRole(viewer: Viewer, input: z.input<typeof RoleChange>): Promise<void> {
  const { id, role, reason } = parseInput(RoleChange, input);
  await writing(viewer, 'users:write', async (tx, record) => {
    const user = await lockUser(tx, id);
    if (role !== 'administrator') await keepAnAdministrator(tx, user);
    await tx.$executeRaw`WITH moment AS (SELECT clock_timestamp() AS at), closed AS (
        UPDATE role_grant g SET valid_to = moment.at FROM moment WHERE g.user_id = ${id}::bigint AND g.valid_to = 'infinity'
      ) INSERT INTO role_grant (user_id, role, valid_from) SELECT ${id}::bigint, ${role}, at FROM moment`;
    await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE user_id = ${id}::bigint AND ended_at IS NULL`;
    await record({
      action: 'role.changed',
      objectKind: 'user',
      objectId: id,
      object: user.email,
      before: { role: user.role },
      after: { role },
      reason: reason ?? null,
    });
  });
}
