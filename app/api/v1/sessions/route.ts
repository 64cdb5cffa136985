import { listSessions, SessionFilter } from '@/lib/queries/list-sessions';
import { route } from '@/lib/route';

export const GET = route({ can: 'account', query: SessionFilter, csv: { name: 'sessions' }, answer: listSessions });
