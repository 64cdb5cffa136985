import { askVerification } from '@/lib/commands/ask-verification';
import { getVerification, VerificationQuery } from '@/lib/queries/get-verification';
import { route } from '@/lib/route';

export const GET = route({ can: 'audit:read', query: VerificationQuery, answer: getVerification });
export const POST = route({ can: 'audit:verify', answer: askVerification });
