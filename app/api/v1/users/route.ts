import { createUser, NewUser } from '@/lib/commands/create-user';
import { listUsers, UserFilter } from '@/lib/queries/list-users';
import { route } from '@/lib/route';

export const GET = route({ can: 'users:read', query: UserFilter, csv: { name: 'users' }, answer: listUsers });
export const POST = route({ can: 'users:write', body: NewUser, answer: createUser });
