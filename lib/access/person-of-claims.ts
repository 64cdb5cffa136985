import type { Provider } from '@/lib/access/provider';
import { type RoleOfGroups, roleOfGroups } from '@/lib/access/role-of-groups';
import type { Claims } from '@/lib/access/verify-id-token';

export interface ProviderPerson {
  providerId: string;
  /** `iss` and `sub` are the person; the address and the name are only shown */
  issuer: string;
  subject: string;
  email: string;
  name: string;
  /** What their groups make them */
  given: RoleOfGroups;
  /** Whether the provider's table gives reach, too */
  givesReach: boolean;
  /** The provider's own name of its session; null where it does not tell */
  sid: string | null;
  /** When they proved to the provider who they are; null where it does not tell */
  authenticatedAt: Date | null;
}

/** The person that verified claims speak of, with the role of their groups. */
export function personOfClaims(claims: Claims, provider: Provider): ProviderPerson {
  const text = (claim: string) => {
    const value = claims[claim];
    return typeof value === 'string' && value.trim() !== '' ? value.slice(0, 254) : null;
  };
  const email = text('email') ?? text('preferred_username') ?? claims.sub;
  return {
    providerId: provider.id,
    issuer: claims.iss,
    subject: claims.sub,
    email,
    name: text('name') ?? email,
    given: roleOfGroups(claims, provider),
    givesReach: provider.givesReach,
    sid: text('sid'),
    authenticatedAt: claims.auth_time === undefined ? null : new Date(claims.auth_time * 1000),
  };
}
