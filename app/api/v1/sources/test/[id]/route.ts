import { SourceId } from '@/lib/commands/ask-collection';
import { getSourceTest } from '@/lib/queries/get-source-test';
import { route } from '@/lib/route';

export const GET = route({ can: 'sources:write', query: SourceId, answer: getSourceTest });
