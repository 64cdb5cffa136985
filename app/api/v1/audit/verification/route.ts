import { askVerification } from '@/lib/commands/ask-verification';
import { getVerification } from '@/lib/queries/get-verification';
import { route } from '@/lib/route';

export const GET = route({ can: 'audit:read', answer: getVerification });
export const POST = route({ can: 'audit:verify', answer: askVerification });
