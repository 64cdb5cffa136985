import { UserId } from '@/lib/commands/end-sessions-of-user';
import { resetSecondFactor, SecondFactorReset } from '@/lib/commands/reset-second-factor';
import { route } from '@/lib/route';

const Body = SecondFactorReset.pick({ reason: true });

export const DELETE = route({ can: 'users:write', query: UserId, body: Body, answer: resetSecondFactor });
