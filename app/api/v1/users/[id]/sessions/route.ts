import { endSessionsOfUser, UserId } from '@/lib/commands/end-sessions-of-user';
import { route } from '@/lib/route';

export const DELETE = route({ can: 'users:write', query: UserId, answer: endSessionsOfUser });
