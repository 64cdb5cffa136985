import type { Claims } from '@/lib/access/handshake';
import { isRole, type Role } from '@/lib/access/permissions';

/**
 * The role that `table` (`group=role` pairs, comma-separated) gives for the groups of the claims: the first pair that
 * fits. Null for no group, for groups that did not fit into the token (`_claim_names`), and for a claim that is no list.
 */
export function roleOfGroups(claims: Claims, claim: string, table: string): Role | null {
  const groups = claims[claim];
  if (!Array.isArray(groups) || isElsewhere(claims, claim)) return null;
  for (const pair of table.split(',')) {
    const at = pair.lastIndexOf('=');
    const role = pair.slice(at + 1).trim();
    if (at > 0 && isRole(role) && groups.includes(pair.slice(0, at).trim())) return role;
  }
  return null;
}

function isElsewhere(claims: Claims, claim: string): boolean {
  const names = claims._claim_names;
  return typeof names === 'object' && names !== null && claim in names;
}
