import { canonicalCidr } from '@/lib/drift/cidr';
import type { Neighbourhood } from '@/lib/resources/drift-sides';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

/** A range of ports, both ends included. */
export type Span = readonly [first: number, last: number];

/** A rule in the one form in which rules are compared: equal keys and touching spans are the same traffic. */
export interface CanonicalRule {
  /** Direction, protocol and peer; for ICMP type and code too, which are no range */
  key: string;
  /** Direction, protocol and, for ICMP, type and code: what two rules with other peers share */
  traffic: string;
  span: Span;
  protocol: string;
  peer: string;
}

const names: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' };
const allPorts: Span = [0, 65_535];

/** The form in which a rule is compared. The description is no part of it: it lets nothing in. */
export function canonicalRule(rule: SecurityGroupRule, where: Neighbourhood): CanonicalRule {
  const given = rule.protocol.trim().toLowerCase();
  const protocol = names[given] ?? given;
  const peer = canonicalPeer(rule, where);
  const kind = protocol === 'icmp' || protocol === 'icmpv6' ? `:${icmpKind(rule)}` : '';
  const traffic = `${rule.direction} ${protocol}${kind}`;
  const span = protocol === 'tcp' || protocol === 'udp' ? portSpan(rule) : ([0, 0] as const);
  return { key: `${traffic} ${rule.peerKind} ${peer}`, traffic, span, protocol, peer };
}

function icmpKind({ fromPort, toPort }: SecurityGroupRule): string {
  const type = fromPort ?? -1;
  return `${type}/${type === -1 ? -1 : (toPort ?? -1)}`;
}

function portSpan({ fromPort, toPort }: SecurityGroupRule): Span {
  if (fromPort === null || fromPort < 0) return allPorts;
  return [fromPort, toPort === null || toPort < 0 ? fromPort : toPort];
}

function canonicalPeer(rule: SecurityGroupRule, where: Neighbourhood): string {
  if (rule.peerKind === 'ipv4' || rule.peerKind === 'ipv6') return canonicalCidr(rule.peer);
  if (rule.peerKind === 'prefix-list') return rule.peer;
  const foreign = /^(\d{12})\/(sg-[^/]+)/.exec(rule.peer);
  if (foreign) return foreign[1] === where.account ? (foreign[2] ?? '') : `${foreign[1]}/${foreign[2]}`;
  return where.groupIds.get(rule.peer) ?? rule.peer;
}
