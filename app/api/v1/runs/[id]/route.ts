import { getRun, RunQuery } from '@/lib/queries/get-run';
import { route } from '@/lib/route';

export const GET = route({ can: 'runs:read', query: RunQuery, answer: getRun });
