import { SearchQuery, search } from '@/lib/queries/search';
import { route } from '@/lib/route';

export const GET = route({ can: 'fleet:read', query: SearchQuery, answer: search });
