import { changeRole, RoleChange } from '@/lib/commands/change-role';
import { route } from '@/lib/route';

export const PUT = route({
  can: 'users:write',
  query: RoleChange.pick({ id: true }),
  body: RoleChange.omit({ id: true }),
  answer: changeRole,
});
