import { addSource, NewSource } from '@/lib/commands/add-source';
import { listSources, SourceFilter } from '@/lib/queries/list-sources';
import { route } from '@/lib/route';

export const GET = route({ can: 'sources:read', query: SourceFilter, csv: { name: 'sources' }, answer: listSources });
export const POST = route({ can: 'sources:write', body: NewSource, answer: addSource });
