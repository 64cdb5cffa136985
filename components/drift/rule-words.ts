import type { SecurityGroupRule } from '@/lib/resources/security-group';

type Traffic = Pick<SecurityGroupRule, 'protocol' | 'fromPort' | 'toPort'>;

/** The ports of a rule in a narrow column: 443, 8000–8100, 53/udp, all, icmp 8. */
export function portWords({ protocol, fromPort, toPort }: Traffic): string {
  if (protocol === '-1') return 'all';
  if (protocol === 'icmp' || protocol === 'icmpv6') return fromPort === null ? protocol : `${protocol} ${fromPort}`;
  if (protocol !== 'tcp' && protocol !== 'udp') return `proto ${protocol}`;
  const everything = fromPort === null || (fromPort === 0 && toPort === 65_535);
  const ports = everything ? 'all' : toPort === null || toPort === fromPort ? `${fromPort}` : `${fromPort}–${toPort}`;
  return protocol === 'udp' ? `${ports}/udp` : everything ? 'all tcp' : ports;
}

/** The other end as people know it: the name of a group where there is one. */
export function peerWords(peer: string, names: Readonly<Record<string, string>>): string {
  return names[peer] ?? peer;
}

/** A few things in a row: `8443`, `8443 and 22`, `8443, 22 and 3 more`. */
export function inWords(words: readonly string[], most = 3): string {
  const unique = [...new Set(words)];
  const rest = unique.length - most;
  const shown = rest > 0 ? [...unique.slice(0, most), `${rest} more`] : unique;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
