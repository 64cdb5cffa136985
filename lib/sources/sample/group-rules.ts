import type { z } from 'zod';
import type { SecurityGroupRule } from '@/lib/resources/security-group';
import { groupId } from '@/lib/sources/sample/group-table';

type Rule = z.infer<typeof SecurityGroupRule>;

/** A rule of the tables, parted: `tcp 4001-4016 10.12.0.0/16 analysers`. */
export interface RuleWords {
  protocol: string;
  /** `443`, `4001-4016` or `all` */
  ports: string;
  /** A CIDR; @ and the name of a group; or $NAME=CIDR where the code reads it from the environment */
  peer: string;
  description: string | null;
}

export function ruleWords(rule: string): RuleWords {
  const [protocol = '', ports = '', peer = '', ...words] = rule.split(' ');
  return { protocol, ports, peer, description: words.join(' ') || null };
}

/** The rules of a group as EC2 says them, exploded and sorted. */
export function cloudRules(ingress: readonly string[], egress: readonly string[] | null): Rule[] {
  const rules = [
    ...ingress.map((rule) => cloudRule('ingress', rule)),
    ...(egress ?? ['-1 all 0.0.0.0/0']).map((rule) => cloudRule('egress', rule)),
  ];
  return rules
    .map((rule) => ({ rule, key: JSON.stringify(rule) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ rule }) => rule);
}

function cloudRule(direction: Rule['direction'], text: string): Rule {
  const { protocol, ports, peer: written, description } = ruleWords(text);
  const peer = written.replace(/^\$.*=/, '');
  const [from, to] = ports === 'all' ? [null, null] : ports.split('-').map(Number);
  const isGroup = peer.startsWith('@');
  return {
    direction,
    protocol,
    fromPort: from ?? null,
    toPort: to ?? from ?? null,
    peerKind: isGroup ? 'group' : peer.includes(':') ? 'ipv6' : 'ipv4',
    peer: isGroup ? groupId(peer.slice(1)) : peer,
    description,
  };
}
