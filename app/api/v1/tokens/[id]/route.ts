import { revokeToken, TokenId } from '@/lib/commands/revoke-token';
import { route } from '@/lib/route';

export const DELETE = route({ can: 'tokens:write', query: TokenId, answer: revokeToken });
