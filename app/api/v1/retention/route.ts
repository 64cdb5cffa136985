import { Retention, setRetention } from '@/lib/commands/set-retention';
import { retention } from '@/lib/queries/retention';
import { route } from '@/lib/route';

export const GET = route({ can: 'retention:read', answer: retention });
export const PUT = route({ can: 'retention:write', body: Retention, answer: setRetention });
