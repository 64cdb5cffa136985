import { runErrors } from '@/lib/queries/run-errors';
import { RunFilter } from '@/lib/queries/run-filter';
import { route } from '@/lib/route';

export const GET = route({ can: 'runs:read', query: RunFilter, answer: runErrors });
