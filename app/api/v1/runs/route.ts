import { listRuns } from '@/lib/queries/list-runs';
import { RunFilter } from '@/lib/queries/run-filter';
import { route } from '@/lib/route';

export const GET = route({ can: 'runs:read', query: RunFilter, csv: { name: 'runs' }, answer: listRuns });
