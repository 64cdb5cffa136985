import { DriftFilter } from '@/lib/queries/drift-filter';
import { listDrift } from '@/lib/queries/list-drift';
import { route } from '@/lib/route';

export const GET = route({ can: 'drift:read', query: DriftFilter, csv: { name: 'drift' }, answer: listDrift });
