import type { Declaration, GroupScope, Observation } from '@/lib/commands/load-drift-sides';

/** The declarations of one group beside its observation; null: none is in the cloud. Never both empty. */
export interface Match {
  declared: [Declaration, ...Declaration[]];
  observed: Observation | null;
}

type Place = Pick<Declaration, 'account' | 'region' | 'network' | 'sample'>;

/** Whether what is declared there may be observed there: what the code does not say may be anywhere. */
function mayBeIn(declared: Omit<Place, 'network'>, observed: Omit<Place, 'network'>): boolean {
  return (
    declared.sample === observed.sample &&
    (declared.account === null || declared.account === observed.account) &&
    (declared.region === null || declared.region === observed.region)
  );
}

/** Whether a declaration speaks of a group: by name or id, and by account, region and network where it knows them. */
export function speaksOf(declared: Declaration, observed: Observation): boolean {
  return (
    (declared.name === observed.name || declared.name === observed.group.id) &&
    mayBeIn(declared, observed) &&
    (declared.network === null || declared.network === observed.group.vpcId)
  );
}

/**
 * Puts the two sides together as they are now. A group that is declared and not there is only called so when all
 * scopes in which it might be were looked at completely and of late.
 */
export function matchSides(
  declarations: readonly Declaration[],
  observations: readonly Observation[],
  scopes: readonly GroupScope[],
): Match[] {
  const current = declarations.filter(({ to, group }) => to === null && group.nameResolved);
  const matches: Match[] = [];
  const met = new Set<Declaration>();
  for (const observed of observations.filter(({ to }) => to === null)) {
    const [first, ...others] = current.filter((declared) => speaksOf(declared, observed));
    if (!first) continue;
    for (const declared of [first, ...others]) met.add(declared);
    matches.push({ declared: [first, ...others], observed });
  }
  const absent = new Map<string, Match>();
  for (const declared of current) {
    if (met.has(declared) || declared.group.state === 'absent' || !isSettled(declared, scopes)) continue;
    const place = JSON.stringify([declared.name, declared.account, declared.region, declared.network]);
    const match = absent.get(place);
    if (match) match.declared.push(declared);
    else absent.set(place, { declared: [declared], observed: null });
  }
  return [...matches, ...absent.values()];
}

/** Whether all scopes in which a declared group might be were looked at; there must be one at least. */
export function isSettled(declared: Declaration, scopes: readonly GroupScope[]): boolean {
  const possible = scopes.filter((scope) => mayBeIn(declared, scope));
  return possible.length > 0 && possible.every(({ settled }) => settled);
}
