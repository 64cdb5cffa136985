import { getResource, ResourceQuery } from '@/lib/queries/get-resource';
import { route } from '@/lib/route';

export const GET = route({ can: 'fleet:read', query: ResourceQuery, answer: getResource });
