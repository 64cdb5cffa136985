import { HistoryFilter, listHistory } from '@/lib/queries/list-history';
import { route } from '@/lib/route';

export const GET = route({ can: 'fleet:read', query: HistoryFilter, csv: { name: 'history' }, answer: listHistory });
