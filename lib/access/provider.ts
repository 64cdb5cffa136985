import { z } from 'zod';
import { type Role, roles } from '@/lib/access/permissions';

// A control character could imitate the mark that the database puts between the parts of a reach.
const part = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
  .nullable();
/** A part of the estate; a part that is null stands for any. */
export const RuleReach = z.object({ facility: part, environment: part, team: part });
export type RuleReach = z.output<typeof RuleReach>;

/** A line of the table by which groups become roles. */
export const GroupRule = z.object({
  /** As the provider spells it; upper and lower case count */
  group: z.string().trim().min(1, 'must not be empty').max(200),
  role: z.enum(Object.keys(roles) as Role[]),
  /** What is within reach: any of these; null is everything */
  reach: z.array(RuleReach).min(1).max(500).nullable(),
});
export type GroupRule = z.output<typeof GroupRule>;

/** An OpenID provider through which people sign in. */
export interface Provider {
  /** In the redirect address: `oidc` is the one of the environment */
  id: string;
  name: string;
  /** Exactly as in its metadata */
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  /** Claim of the ID token that lists the groups */
  groupsClaim: string;
  /** The first that fits decides the role */
  groups: readonly GroupRule[];
  /** Whether its table gives reach too; else administrators give it by hand */
  givesReach: boolean;
}
