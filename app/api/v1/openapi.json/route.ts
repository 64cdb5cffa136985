import { openApiDocument } from '@/lib/queries/openapi-document';
import { door } from '@/lib/route';

export const GET = door({ can: 'fleet:read', answer: async () => Response.json(openApiDocument()) });
