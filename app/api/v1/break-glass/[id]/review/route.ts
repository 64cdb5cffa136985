import { BreakGlassReview, reviewBreakGlass } from '@/lib/commands/review-break-glass';
import { route } from '@/lib/route';

const [Query, Body] = [BreakGlassReview.pick({ id: true }), BreakGlassReview.pick({ note: true })];

export const PUT = route({ can: 'break-glass:review', query: Query, body: Body, answer: reviewBreakGlass });
