import type { SecurityGroupRule } from '@/lib/resources/security-group';

const names: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' };

/** Whether a trail event's request or answer names this very rule: its protocol, its ports and its peer. */
export function namesRule(body: unknown, rule: SecurityGroupRule): boolean {
  return permissionsOf(body).some((permission) => {
    const protocol = String(permission.ipProtocol).toLowerCase();
    if ((names[protocol] ?? protocol) !== (names[rule.protocol] ?? rule.protocol)) return false;
    const covers = (from: number | null, to: number | null) =>
      rule.fromPort === null ||
      (from !== null && to !== null && from <= rule.fromPort && (rule.toPort ?? rule.fromPort) <= to);
    if (!covers(numberOf(permission.fromPort), numberOf(permission.toPort))) return false;
    const peer = rule.peer.split('/sg-').length > 1 ? `sg-${rule.peer.split('/sg-')[1]}` : rule.peer;
    return textsIn(permission).has(peer.toLowerCase());
  });
}

/** Every object in a body that speaks of a protocol, however deep: requests and answers nest them differently. */
function permissionsOf(value: unknown, depth = 0): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  const inner = Object.values(value).flatMap((member) => permissionsOf(member, depth + 1));
  const lower = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key[0]?.toLowerCase() + key.slice(1), member]),
  );
  return lower.ipProtocol === undefined ? inner : [lower, ...inner];
}

function textsIn(value: unknown, depth = 0): Set<string> {
  if (typeof value === 'string') return new Set([value.toLowerCase()]);
  if (typeof value !== 'object' || value === null || depth > 8) return new Set();
  return new Set(Object.values(value).flatMap((member) => [...textsIn(member, depth + 1)]));
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isInteger(number) ? number : null;
}
