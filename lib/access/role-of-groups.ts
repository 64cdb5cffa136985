import type { Role } from '@/lib/access/permissions';
import type { Provider, RuleReach } from '@/lib/access/provider';

/** More than so many groups are not believed to be all: providers leave some out or send a link instead. */
const mostGroups = 200;

/** What somebody's groups make them; `reason` says why they make them nothing. */
export type RoleOfGroups =
  | { role: Role; reach: readonly RuleReach[] | null; reason: null }
  | { role: null; reach: null; reason: 'no-groups' | 'too-many-groups' | 'no-role' };

/**
 * The role of the first line of the provider's table that fits, and the reach of all lines that fit and give that role.
 * Groups that are missing, empty, no list of text, or did not fit into the token give none.
 */
export function roleOfGroups(
  claims: Readonly<Record<string, unknown>>,
  { groupsClaim, groups: table }: Pick<Provider, 'groupsClaim' | 'groups'>,
): RoleOfGroups {
  const given = claims[groupsClaim];
  if (isElsewhere(claims, groupsClaim) || (Array.isArray(given) && given.length > mostGroups))
    return nothing('too-many-groups');
  if (!Array.isArray(given) || given.length === 0 || given.some((group) => typeof group !== 'string'))
    return nothing('no-groups');
  const fitting = table.filter(({ group }) => given.includes(group));
  const role = fitting[0]?.role;
  if (role === undefined) return nothing('no-role');
  const lines = fitting.filter((line) => line.role === role);
  const everything = lines.some(({ reach }) => reach === null);
  return { role, reach: everything ? null : lines.flatMap(({ reach }) => reach ?? []), reason: null };
}

function nothing(reason: 'no-groups' | 'too-many-groups' | 'no-role'): RoleOfGroups {
  return { role: null, reach: null, reason };
}

/** Entra sends a link (`_claim_names`) or a remark (`hasgroups`) where the groups did not fit into the token. */
function isElsewhere(claims: Readonly<Record<string, unknown>>, claim: string): boolean {
  const names = claims._claim_names;
  const linked = typeof names === 'object' && names !== null && claim in names;
  return linked || (claims.hasgroups !== undefined && claims.hasgroups !== false && claims.hasgroups !== 'false');
}
