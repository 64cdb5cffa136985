import type { DeclaredGroup } from '@/lib/resources/declared-group';
import type { SecurityGroupRule } from '@/lib/resources/security-group';
import { type Located, member, type Spot } from '@/lib/sources/git/located';
import { portsOf, protocolOf } from '@/lib/sources/git/ports';
import { type Resolved, resolve, type Scope } from '@/lib/sources/git/resolve';

/** A rule with all the places that it is made of; the first is where its peer stands. */
export interface PlacedRule {
  rule: SecurityGroupRule;
  spots: Spot[];
}

type Pattern = NonNullable<DeclaredGroup['unresolved'][number]['known']>;

export interface PlacedUnresolved {
  what: string;
  expression: string;
  spot: Spot;
  /** What is known of the rule that it may stand for; null where it stands for none */
  known: Pattern | null;
}

export interface DeclaredRules {
  rules: PlacedRule[];
  unresolved: PlacedUnresolved[];
}

const peers = {
  cidr_ip: 'ipv4',
  cidr_ipv6: 'ipv6',
  group_id: 'group',
  group_name: 'group',
  ip_prefix: 'prefix-list',
} as const;

/** The rules of a `rules` or `rules_egress` argument, exploded: one per protocol, range and peer. */
export function declaredRules(
  what: 'rules' | 'rules_egress',
  argument: Located,
  scope: Scope,
): DeclaredRules & { given: boolean } {
  const direction = what === 'rules' ? 'ingress' : 'egress';
  const found: DeclaredRules = { rules: [], unresolved: [] };
  const list = resolve(argument, scope);
  if (list.is === 'omitted') return { ...found, given: false };
  if (list.is !== 'known' || list.node.kind !== 'list') {
    const nothing = list.is === 'known' && list.node.kind === 'scalar' && list.node.value === null;
    const known: Pattern = { direction };
    if (!nothing) found.unresolved.push({ what, expression: expressionOf(list, argument), spot: argument, known });
    return { ...found, given: false };
  }
  for (const item of list.node.items) {
    const rule = resolve(item, scope);
    // A list of lists is flattened, as the module does it.
    const nodes = rule.is === 'known' && rule.node.kind === 'list' ? rule.node.items : [item];
    for (const node of nodes) explode(what, direction, node, scope, found);
  }
  return { ...found, given: true };
}

function explode(
  what: string,
  direction: SecurityGroupRule['direction'],
  item: Located,
  scope: Scope,
  found: DeclaredRules,
): void {
  const resolved = resolve(item, scope);
  const miss = (of: Resolved, spot: Spot, known: Pattern) =>
    found.unresolved.push({ what, expression: expressionOf(of, item), spot, known });
  if (resolved.is !== 'known' || resolved.node.kind !== 'map') return void miss(resolved, item, { direction });
  const node = resolved.node;
  const protocol = protocolOf(node, scope);
  if ('missing' in protocol) return void miss(protocol.missing, node, { direction });
  const ports = portsOf(node, protocol.text, scope);
  const description = plainText(member(node, 'rule_desc'), scope);
  for (const range of ports) {
    const known: Pattern = { direction, protocol: protocol.text };
    if ('missing' in range) {
      miss(range.missing, range.spot, known);
      continue;
    }
    const { fromPort, toPort } = range;
    let named = 0;
    for (const [key, peerKind] of Object.entries(peers)) {
      for (const peer of peersOf(member(node, key), scope)) {
        named += 1;
        if ('missing' in peer) {
          miss(peer.missing, peer.spot, { ...known, fromPort, toPort, peerKind });
          continue;
        }
        const kind = peerKind === 'ipv4' && peer.text.includes(':') ? 'ipv6' : peerKind;
        const rule = {
          direction,
          protocol: protocol.text,
          fromPort,
          toPort,
          peerKind: kind,
          peer: peer.text,
          description,
        };
        found.rules.push({ rule, spots: [...peer.spots, ...range.spots, ...protocol.spots] });
      }
    }
    if (named === 0) {
      found.unresolved.push({
        what,
        expression: 'a rule that names no source',
        spot: node,
        known: { ...known, fromPort, toPort },
      });
    }
  }
}

type Peer = { text: string; spots: Spot[] } | { missing: Resolved; spot: Spot };

/** The peers of one key: a scalar, or lists of them however deep; what is omitted or null is none. */
function peersOf(node: Located | undefined, scope: Scope, depth = 0): Peer[] {
  if (!node || depth > 5) return [];
  const resolved = resolve(node, scope);
  if (resolved.is === 'omitted') return [];
  if (resolved.is !== 'known') return [{ missing: resolved, spot: node }];
  const { node: value, via } = resolved;
  if (value.kind === 'list') return value.items.flatMap((item) => peersOf(item, scope, depth + 1));
  if (value.kind !== 'scalar') return [{ missing: { is: 'unknown', expression: 'a map' }, spot: node }];
  const text = String(value.value ?? '').trim();
  return text === '' ? [] : [{ text, spots: [node, ...via] }];
}

/** The text of a resolved scalar; null where there is none, or it cannot be told. */
export function plainText(node: Located | undefined, scope: Scope): string | null {
  const resolved = node ? resolve(node, scope) : null;
  const scalar = resolved?.is === 'known' && resolved.node.kind === 'scalar' ? resolved.node.value : null;
  return scalar === null || scalar === '' ? null : String(scalar);
}

/** What could not be resolved, as it is written. */
export function expressionOf(of: Resolved, written: Located): string {
  if ('expression' in of && of.expression !== '') return of.expression;
  if (written.kind === 'scalar') return String(written.value).slice(0, 500);
  return written.kind === 'opaque' ? written.expression : `a ${written.kind}`;
}
