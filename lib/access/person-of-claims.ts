import type { Claims } from '@/lib/access/handshake';
import { roleOfGroups } from '@/lib/access/role-of-groups';
import { readEnvironment } from '@/lib/env';

/** The person that verified claims speak of, with the role of their groups. */
export function personOfClaims(claims: Claims) {
  const { AUTH_OIDC_GROUPS, AUTH_OIDC_ROLES } = readEnvironment();
  const text = (claim: string) => (typeof claims[claim] === 'string' ? claims[claim].slice(0, 254) : null);
  const subject = String(claims.sub);
  const email = text('email') ?? text('preferred_username') ?? subject;
  return {
    issuer: String(claims.iss),
    subject,
    email,
    name: text('name') ?? email,
    role: roleOfGroups(claims, AUTH_OIDC_GROUPS, AUTH_OIDC_ROLES),
  };
}
