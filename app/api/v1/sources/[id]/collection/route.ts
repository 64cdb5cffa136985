import { SourceId } from '@/lib/commands/ask-collection';
import { getCollection } from '@/lib/queries/get-collection';
import { route } from '@/lib/route';

/** The last collection of a source: what the page polls while it goes on. */
export const GET = route({
  can: 'sources:read',
  query: SourceId,
  answer: (viewer, { id }) => getCollection(viewer, { source: id }),
});
