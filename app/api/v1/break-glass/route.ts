import { BreakGlassFilter, listBreakGlass } from '@/lib/queries/list-break-glass';
import { route } from '@/lib/route';

export const GET = route({
  can: 'break-glass:read',
  query: BreakGlassFilter,
  csv: { name: 'break-glass' },
  answer: listBreakGlass,
});
