import { Unlocking, unlockAccount } from '@/lib/commands/unlock-account';
import { route } from '@/lib/route';

export const POST = route({
  can: 'users:write',
  query: Unlocking.pick({ id: true }),
  body: Unlocking.omit({ id: true }),
  answer: unlockAccount,
});
