import { askSample, SampleWish } from '@/lib/commands/ask-sample';
import { getSample } from '@/lib/queries/get-sample';
import { route } from '@/lib/route';

export const GET = route({ can: 'sources:read', answer: getSample });
export const POST = route({ can: 'sources:write', body: SampleWish, answer: askSample });
