import { listRoles, RoleFilter } from '@/lib/queries/list-roles';
import { route } from '@/lib/route';

export const GET = route({ can: 'account', query: RoleFilter, csv: { name: 'roles' }, answer: listRoles });
