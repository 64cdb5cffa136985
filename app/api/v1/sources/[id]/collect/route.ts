import { askCollection, SourceId } from '@/lib/commands/ask-collection';
import { route } from '@/lib/route';

export const POST = route({ can: 'sources:run', query: SourceId, answer: askCollection });
