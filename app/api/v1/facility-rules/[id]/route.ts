import { changeFacilityRule, RuleChange } from '@/lib/commands/change-facility-rule';
import { RuleId, removeFacilityRule } from '@/lib/commands/remove-facility-rule';
import { route } from '@/lib/route';

export const PUT = route({
  can: 'facilities:write',
  query: RuleId,
  body: RuleChange.omit({ id: true }),
  answer: changeFacilityRule,
});
export const DELETE = route({ can: 'facilities:write', query: RuleId, answer: removeFacilityRule });
