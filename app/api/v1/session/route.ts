import { getSession } from '@/lib/queries/get-session';
import { route } from '@/lib/route';

/** How long one's own session lasts; asked as a background request it says so without extending it. */
export const GET = route({ can: 'account', answer: getSession });
