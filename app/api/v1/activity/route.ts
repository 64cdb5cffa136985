import { ActivityFilter, listActivity } from '@/lib/queries/list-activity';
import { route } from '@/lib/route';

export const GET = route({
  can: 'activity:read',
  query: ActivityFilter,
  csv: { name: 'activity' },
  answer: listActivity,
});
