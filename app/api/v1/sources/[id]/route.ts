import { SourceId } from '@/lib/commands/ask-collection';
import { removeSource } from '@/lib/commands/remove-source';
import { route } from '@/lib/route';

export const DELETE = route({ can: 'sources:write', query: SourceId, answer: removeSource });
