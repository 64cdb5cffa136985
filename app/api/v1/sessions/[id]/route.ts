import { endSession, SessionId } from '@/lib/commands/end-session';
import { route } from '@/lib/route';

export const DELETE = route({ can: 'account', query: SessionId, answer: endSession });
