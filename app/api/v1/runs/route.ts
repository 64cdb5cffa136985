import { listRuns } from '@/lib/queries/list-runs';
import { RunFilter } from '@/lib/queries/run-filter';
import { route } from '@/lib/route';

/** Unlike the page, it reaches back as far as there are runs unless a period is asked for. */
const query = RunFilter.extend({ period: RunFilter.shape.period.unwrap().default('all') });

export const GET = route({ can: 'runs:read', query, csv: { name: 'runs' }, answer: listRuns });
