import { Hold, placeHold } from '@/lib/commands/place-hold';
import { route } from '@/lib/route';

export const POST = route({ can: 'retention:write', body: Hold, answer: placeHold });
