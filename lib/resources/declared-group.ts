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
  unresolved: z.array(z.object({ what: z.string(), expression: z.string(), at: CodePlace })),
  tool: z.enum(['ansible', 'terraform', 'cloudformation']),
  repository: z.string(),
  at: CodePlace,
});
export type DeclaredGroup = z.infer<typeof DeclaredGroup>;
