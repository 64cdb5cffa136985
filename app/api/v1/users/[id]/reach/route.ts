import { changeReach, ReachChange } from '@/lib/commands/change-reach';
import { route } from '@/lib/route';

export const PUT = route({
  can: 'users:write',
  query: ReachChange.pick({ id: true }),
  body: ReachChange.omit({ id: true }),
  answer: changeReach,
});
