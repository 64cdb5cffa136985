import { addFacilityRule } from '@/lib/commands/add-facility-rule';
import { RuleFields } from '@/lib/commands/facility-rule';
import { listFacilityRules, RuleFilter } from '@/lib/queries/list-facility-rules';
import { route } from '@/lib/route';

export const GET = route({
  can: 'facilities:read',
  query: RuleFilter,
  csv: { name: 'facility-rules' },
  answer: listFacilityRules,
});
export const POST = route({ can: 'facilities:write', body: RuleFields, answer: addFacilityRule });
