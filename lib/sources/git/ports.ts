import { itemsOf, type Located, member, type Spot } from '@/lib/sources/git/located';
import { type Resolved, resolve, type Scope } from '@/lib/sources/git/resolve';

const names: Readonly<Record<string, string>> = { all: '-1', '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6' };

type Missing = { missing: Resolved; spot: Spot };

/** The protocol of a rule by name; tcp where none is given. */
export function protocolOf(rule: Located, scope: Scope): { text: string; spots: Spot[] } | Missing {
  const node = member(rule, 'proto');
  if (!node) return { text: 'tcp', spots: [] };
  const resolved = resolve(node, scope);
  if (resolved.is === 'omitted') return { text: 'tcp', spots: [] };
  if (resolved.is !== 'known' || resolved.node.kind !== 'scalar') return { missing: resolved, spot: node };
  const text = String(resolved.node.value ?? 'tcp')
    .trim()
    .toLowerCase();
  return { text: names[text] ?? text, spots: [node, ...resolved.via] };
}

type Range = { fromPort: number | null; toPort: number | null; spots: Spot[] } | Missing;

/** The ranges of a rule: `ports` with numbers and `8000-8100`, else `from_port` and `to_port`; ICMP has type and code. */
export function portsOf(rule: Located, protocol: string, scope: Scope): Range[] {
  const icmp = protocol === 'icmp' || protocol === 'icmpv6';
  if (!icmp && protocol !== 'tcp' && protocol !== 'udp') return [{ fromPort: null, toPort: null, spots: [] }];
  const ports = member(rule, 'ports');
  if (ports && !icmp) return rangesOf(ports, scope);
  const first = numberOf(member(rule, icmp ? 'icmp_type' : 'from_port') ?? member(rule, 'from_port'), scope);
  const last = numberOf(member(rule, icmp ? 'icmp_code' : 'to_port') ?? member(rule, 'to_port'), scope);
  if ('missing' in first) return [first];
  if ('missing' in last) return [last];
  const spots = [...first.spots, ...last.spots];
  const all = first.value === null && (icmp || last.value === null);
  if (all) return [{ fromPort: null, toPort: null, spots }];
  if (icmp) return [{ fromPort: first.value, toPort: last.value ?? -1, spots }];
  return [{ fromPort: first.value ?? last.value, toPort: last.value ?? first.value, spots }];
}

function rangesOf(node: Located, scope: Scope, depth = 0): Range[] {
  const resolved = resolve(node, scope);
  if (resolved.is === 'omitted') return [{ fromPort: null, toPort: null, spots: [] }];
  if (resolved.is !== 'known' || depth > 5) return [{ missing: resolved, spot: node }];
  if (resolved.node.kind === 'list') {
    return itemsOf(resolved.node).flatMap((item) => rangesOf(item, scope, depth + 1));
  }
  const text = resolved.node.kind === 'scalar' ? String(resolved.node.value).trim() : '';
  const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(text);
  if (!match) return [{ missing: { is: 'unknown', expression: text }, spot: node }];
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  return [{ fromPort: Math.min(from, to), toPort: Math.max(from, to), spots: [node, ...resolved.via] }];
}

/** A port, type or code; null for -1, `all`, and where none is given. */
function numberOf(node: Located | undefined, scope: Scope): { value: number | null; spots: Spot[] } | Missing {
  if (!node) return { value: null, spots: [] };
  const resolved = resolve(node, scope);
  if (resolved.is === 'omitted') return { value: null, spots: [] };
  if (resolved.is !== 'known' || resolved.node.kind !== 'scalar') return { missing: resolved, spot: node };
  const text = String(resolved.node.value ?? 'all').trim();
  if (!/^(-1|all|\d{1,5})$/.test(text)) return { missing: { is: 'unknown', expression: text }, spot: node };
  return { value: /^\d/.test(text) ? Number(text) : null, spots: [node, ...resolved.via] };
}
