import { z } from 'zod';
import { SecurityGroupRule } from '@/lib/resources/security-group';

/** Where in the code something stands, and who wrote it. */
export const CodePlace = z.object({
  file: z.string().describe('Path within the repository'),
  line: z.number().int().positive(),
  revision: z.string().describe('Full commit id that last changed the line'),
  author: z.string(),
  committedAt: z.string().describe('UTC, RFC 3339'),
  subject: z.string().describe('First line of the commit message'),
});
export type CodePlace = z.infer<typeof CodePlace>;

export const DeclaredRule = SecurityGroupRule.extend({ at: CodePlace });
export type DeclaredRule = z.infer<typeof DeclaredRule>;

/** What is known of a rule that cannot be resolved; what is left out may be anything. */
export const RulePattern = z.object({
  direction: z.enum(['ingress', 'egress']),
  protocol: z.string().optional(),
  fromPort: z.number().int().nullable().optional(),
  toPort: z.number().int().nullable().optional(),
  peerKind: SecurityGroupRule.shape.peerKind.optional(),
});

/** Lines of code around what is declared, so that they can be shown without the repository. Secrets removed. */
export const CodeExcerpt = z.object({
  file: z.string(),
  from: z.number().int().positive().describe('Number of the first line'),
  lines: z.array(z.string()),
});
export type CodeExcerpt = z.infer<typeof CodeExcerpt>;

/** A security group as the code says it should be. What cannot be resolved without running the code is kept as such. */
export const DeclaredGroup = z.object({
  name: z.string().describe('Group name; its expression where it cannot be resolved'),
  nameResolved: z.boolean(),
  state: z.enum(['present', 'absent']),
  account: z.string().nullable(),
  region: z.string().nullable(),
  network: z.string().nullable().describe('VPC id'),
  purgeIngress: z.boolean().describe('Rules that the code does not name are removed'),
  purgeEgress: z.boolean(),
  egressDeclared: z.boolean().describe('False: the default all-out is kept'),
  rules: z.array(DeclaredRule),
  unresolved: z.array(
    z.object({
      what: z.string().describe('Argument that cannot be resolved: rules, rules_egress, name, vpc_id …'),
      expression: z.string().describe('As it is written'),
      at: CodePlace,
      known: RulePattern.optional().describe('Set where it may stand for a rule'),
    }),
  ),
  tool: z.enum(['ansible', 'terraform', 'cloudformation']),
  repository: z.string(),
  at: CodePlace.describe('Where the group stands, with the last commit of that file'),
  code: z.array(CodeExcerpt).optional(),
});
export type DeclaredGroup = z.infer<typeof DeclaredGroup>;
