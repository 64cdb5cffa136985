import type { DeclaredSide, Sides } from '@/lib/resources/drift-sides';

/**
 * What several declarations of one group say together, as when one task makes it and a later one adds rules. One that
 * wants it there outweighs one that removes it: a playbook that tears down stands beside the one that builds up.
 */
export function mergeDeclared(all: Sides['declared']): DeclaredSide {
  const present = all.filter(({ state }) => state === 'present');
  const [first = all[0], ...others] = present;
  const together = [first, ...others];
  return {
    state: first.state,
    purgeIngress: together.some(({ purgeIngress }) => purgeIngress),
    purgeEgress: together.some(({ purgeEgress }) => purgeEgress),
    egressDeclared: together.some(({ egressDeclared }) => egressDeclared),
    rules: together.flatMap(({ rules }) => rules),
    unresolved: together.flatMap(({ unresolved }) => unresolved),
    at: together.map(({ at }) => at).reduce((a, b) => (Date.parse(b.committedAt) > Date.parse(a.committedAt) ? b : a)),
  };
}
