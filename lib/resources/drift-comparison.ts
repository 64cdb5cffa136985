import { z } from 'zod';
import { CodePlace, DeclaredRule, RulePattern } from '@/lib/resources/declared-group';
import { SecurityGroupRule } from '@/lib/resources/security-group';

/** An expression that cannot be resolved without running the code. */
export const UnresolvedPart = z.object({
  what: z.string().describe('Argument: rules, rules_egress, purge_rules, vpc_id …'),
  expression: z.string(),
  at: CodePlace,
  known: RulePattern.optional(),
});
export type UnresolvedPart = z.infer<typeof UnresolvedPart>;

/** One row of the two columns: what the code says, and what the cloud has. */
export const DriftLine = z.object({
  kind: z
    .enum(['equal', 'different', 'undeclared', 'missing', 'unresolved', 'tolerated'])
    .describe('tolerated: not in the code, which leaves other rules alone'),
  declared: DeclaredRule.nullable(),
  observed: SecurityGroupRule.extend({
    firstSeen: z.string().nullable().describe('UTC, of the unbroken time until now'),
  }).nullable(),
  unresolved: UnresolvedPart.nullable().describe('What may stand for the observed rule'),
  ahead: z.enum(['cloud', 'code']).nullable(),
  since: z.string().nullable().describe('UTC: since when that side is ahead'),
  orEarlier: z.boolean().describe('It was so at the first look already'),
  why: z.string(),
});
export type DriftLine = z.infer<typeof DriftLine>;

/** What comparing the two sides of one security group says; no drift where `ahead` is null. */
export const DriftComparison = z.object({
  presence: z
    .enum(['both', 'code-only', 'absent'])
    .describe('code-only: declared and not in the cloud; absent: in the cloud and declared absent'),
  lines: z.array(DriftLine).describe('The worst first'),
  counts: z.object({
    equal: z.number().int(),
    different: z.number().int(),
    undeclared: z.number().int(),
    missing: z.number().int(),
    unresolved: z.number().int(),
  }),
  ahead: z.enum(['cloud', 'code', 'both']).nullable(),
  since: z.string().nullable().describe('UTC: of the oldest difference'),
  worldOpen: z.boolean().describe('A difference lets the whole Internet in'),
  summary: z.string().nullable().describe('One sentence for lists: the worst difference'),
});
export type DriftComparison = z.infer<typeof DriftComparison>;
