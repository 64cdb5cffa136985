import { listResources } from '@/lib/queries/list-resources';
import { ResourceFilter } from '@/lib/queries/resource-filter';
import { route } from '@/lib/route';

export const GET = route({
  can: 'fleet:read',
  query: ResourceFilter,
  csv: { name: 'resources' },
  answer: listResources,
});
