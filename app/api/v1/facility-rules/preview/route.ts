import { previewRule, RulePreviewQuery } from '@/lib/queries/preview-rule';
import { route } from '@/lib/route';

export const GET = route({ can: 'facilities:read', query: RulePreviewQuery, answer: previewRule });
