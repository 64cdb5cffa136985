import { isRole } from '@/lib/access/permissions';
import type { GroupRule, Provider } from '@/lib/access/provider';
import { readEnvironment } from '@/lib/env';

export const environmentProviderId = 'oidc';

/** The provider that the settings AUTH_OIDC_… name; null where they do not. */
export function environmentProvider(): Provider | null {
  const environment = readEnvironment();
  if (environment.AUTH_OIDC_ISSUER === undefined) return null;
  return {
    id: environmentProviderId,
    name: environment.AUTH_OIDC_NAME,
    issuer: environment.AUTH_OIDC_ISSUER,
    clientId: environment.AUTH_OIDC_CLIENT_ID ?? '',
    clientSecret: environment.AUTH_OIDC_CLIENT_SECRET ?? '',
    scopes: environment.AUTH_OIDC_SCOPE,
    groupsClaim: environment.AUTH_OIDC_GROUPS,
    groups: groupsOf(environment.AUTH_OIDC_ROLES),
    givesReach: false,
  };
}

/** `group=role` pairs with commas; a pair whose role is none gives nothing. */
function groupsOf(pairs: string): GroupRule[] {
  return pairs.split(',').flatMap((pair) => {
    const at = pair.lastIndexOf('=');
    const role = pair.slice(at + 1).trim();
    const group = pair.slice(0, Math.max(0, at)).trim();
    return group !== '' && isRole(role) ? [{ group, role, reach: null }] : [];
  });
}
