import { PastQuery, pastCounts } from '@/lib/queries/past-counts';
import { route } from '@/lib/route';

export const GET = route({ can: 'fleet:read', query: PastQuery, answer: pastCounts });
