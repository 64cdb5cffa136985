import { z } from 'zod';

const roleArn = /^arn:aws[a-z-]*:iam::(\d{12}):role\/.+$/;

const RoleArn = z.string().regex(roleArn, { error: 'must be the ARN of a role: arn:aws:iam::123456789012:role/NAME' });
const ExternalId = z.string().min(2).max(1224).describe('What the trust policy of the role asks for');

/** A role that is assumed to read one account. */
export const AwsRole = z.object({ roleArn: RoleArn, externalId: ExternalId.optional() });
export type AwsRole = z.infer<typeof AwsRole>;

/**
 * One set of credentials (the standard chain, or a profile), the regions to read, and the roles to assume in them:
 * none (the account of the credentials), one (`roleArn`), or several (`accounts`, each in another account).
 */
export const AwsConfig = z
  .strictObject({
    regions: z
      .array(z.string().regex(/^[a-z]{2,3}(-[a-z]+)+-\d$/, { error: 'must be a region such as us-east-1' }))
      .min(1)
      .max(40)
      .describe('us-east-1, eu-west-1 …'),
    profile: z.string().min(1).max(100).optional().describe('Profile of the shared configuration; none: the chain'),
    roleArn: RoleArn.optional().describe('Role to assume'),
    externalId: ExternalId.optional(),
    accounts: z.array(AwsRole).max(200).optional().describe('More roles, one per account'),
  })
  .refine((config) => config.roleArn !== undefined || config.externalId === undefined, {
    path: ['externalId'],
    error: 'needs roleArn: an external id belongs to a role',
  })
  .refine((config) => new Set(config.regions).size === config.regions.length, {
    path: ['regions'],
    error: 'names a region twice',
  })
  .refine((config) => new Set(rolesOf(config).map(accountOf)).size === rolesOf(config).length, {
    path: ['accounts'],
    error: 'names two roles of one account',
  });
export type AwsConfig = z.infer<typeof AwsConfig>;

/** The roles to assume, in order; empty when the credentials read their own account. */
export function rolesOf(config: {
  roleArn?: string | undefined;
  externalId?: string | undefined;
  accounts?: AwsRole[] | undefined;
}): AwsRole[] {
  const first = config.roleArn ? [{ roleArn: config.roleArn, externalId: config.externalId }] : [];
  return [...first, ...(config.accounts ?? [])];
}

/** The account that a role belongs to: its ARN says so. */
export function accountOf(role: AwsRole): string {
  return roleArn.exec(role.roleArn)?.[1] ?? '';
}
