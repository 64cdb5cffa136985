import { listScans, ScanFilter } from '@/lib/queries/list-scans';
import { route } from '@/lib/route';

export const GET = route({ can: 'sources:read', query: ScanFilter, csv: { name: 'scans' }, answer: listScans });
