import { createToken, NewToken } from '@/lib/commands/create-token';
import { listTokens, TokenFilter } from '@/lib/queries/list-tokens';
import { route } from '@/lib/route';

export const GET = route({ can: 'tokens:read', query: TokenFilter, csv: { name: 'tokens' }, answer: listTokens });
export const POST = route({ can: 'tokens:write', body: NewToken, answer: createToken });
