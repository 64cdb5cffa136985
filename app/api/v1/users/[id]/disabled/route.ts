import { Disabling, disableUser } from '@/lib/commands/disable-user';
import { route } from '@/lib/route';

export const PUT = route({
  can: 'users:write',
  query: Disabling.pick({ id: true }),
  body: Disabling.omit({ id: true }),
  answer: disableUser,
});
