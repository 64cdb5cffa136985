import { z } from 'zod';
import { CodePlace } from '@/lib/resources/declared-group';
import { DriftComparison, UnresolvedPart } from '@/lib/resources/drift-comparison';

/** What is kept of a drift beside its columns: all that its page shows of the two sides. */
export const DriftBody = DriftComparison.pick({ presence: true, lines: true, counts: true }).extend({
  declared: z.object({
    keys: z.array(z.string()).describe('Declarations that speak for the group'),
    repository: z.string(),
    at: CodePlace,
    rules: z.number().int(),
    unresolved: z.array(UnresolvedPart),
    purgeIngress: z.boolean(),
    purgeEgress: z.boolean(),
  }),
  observed: z
    .object({ id: z.string().describe('Group id'), rules: z.number().int() })
    .nullable()
    .describe('Null: not in the cloud'),
  peers: z.record(z.string(), z.string()).describe('Names of the groups that rules refer to, by id'),
});
export type DriftBody = z.infer<typeof DriftBody>;
