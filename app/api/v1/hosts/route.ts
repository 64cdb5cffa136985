import { HostFilter } from '@/lib/queries/host-filter';
import { listHosts } from '@/lib/queries/list-hosts';
import { route } from '@/lib/route';

export const GET = route({ can: 'fleet:read', query: HostFilter, csv: { name: 'hosts' }, answer: listHosts });
