import { type CanonicalRule, canonicalRule } from '@/lib/drift/rule';
import type { UnresolvedPart } from '@/lib/resources/drift-comparison';

type RulePattern = NonNullable<UnresolvedPart['known']>;

const nowhere = { account: null, groupIds: new Map<string, string>() };

/** Whether an unresolved rule, of which only a pattern is known, may be the observed one. */
export function standsFor(known: RulePattern, observed: CanonicalRule): boolean {
  if (!observed.traffic.startsWith(`${known.direction} `)) return false;
  if (known.peerKind && !observed.key.startsWith(`${observed.traffic} ${known.peerKind} `)) return false;
  if (known.protocol === undefined) return true;
  const { fromPort, toPort } = known;
  const ports = fromPort === undefined ? null : { fromPort, toPort: toPort ?? fromPort };
  const pattern = canonicalRule(
    {
      direction: known.direction,
      protocol: known.protocol,
      fromPort: ports?.fromPort ?? null,
      toPort: ports?.toPort ?? null,
      peerKind: 'ipv4',
      peer: '',
      description: null,
    },
    nowhere,
  );
  if (pattern.protocol !== observed.protocol) return false;
  if (ports === null) return true;
  return (
    pattern.traffic === observed.traffic && pattern.span[0] <= observed.span[1] && observed.span[0] <= pattern.span[1]
  );
}
