import { z } from 'zod';

const text = z.string().nullish();

/** CloudTrail's userIdentity, as far as it says who. */
export const UserIdentity = z
  .object({
    type: text,
    userName: text,
    arn: text,
    accountId: text,
    principalId: text,
    invokedBy: text,
    identityProvider: text,
    onBehalfOf: z.object({ userId: text }).nullish(),
    sessionContext: z.object({ sessionIssuer: z.object({ userName: text }).nullish() }).nullish(),
  })
  .nullish();

/** The person or role behind an event: `priya.nair`, `DeployRole/priya`, `root`, `autoscaling.amazonaws.com`. */
export function actorOf(identity: z.infer<typeof UserIdentity>): string {
  const last = identity?.arn?.split('/').at(-1);
  switch (identity?.type) {
    case 'Root':
      return 'root';
    case 'AWSService':
      return identity.invokedBy ?? 'AWS';
    case 'AssumedRole':
    case 'FederatedUser': {
      const issuer = identity.sessionContext?.sessionIssuer?.userName;
      // arn:aws:sts::123456789012:assumed-role/DeployRole/priya
      const session = identity.arn?.includes('/') ? last : identity.principalId?.split(':').at(1);
      return [...new Set([issuer, session])].filter(Boolean).join('/') || fallback(identity);
    }
    case 'IdentityCenterUser':
      return identity.userName ?? identity.onBehalfOf?.userId ?? fallback(identity);
    default:
      return identity?.userName ?? fallback(identity);
  }
}

function fallback(identity: z.infer<typeof UserIdentity>): string {
  const last = identity?.arn?.split('/').at(-1);
  return last ?? identity?.invokedBy ?? identity?.principalId ?? identity?.accountId ?? 'unknown';
}
