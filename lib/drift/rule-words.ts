import type { SecurityGroupRule } from '@/lib/resources/security-group';

/** The traffic of a rule in words: `Port 8443`, `UDP ports 8000 to 8100`, `ICMP type 8`, `All traffic`. */
export function trafficWords({
  protocol,
  fromPort,
  toPort,
}: Pick<SecurityGroupRule, 'protocol' | 'fromPort' | 'toPort'>): string {
  const name = protocol.toLowerCase();
  if (name === '-1' || name === 'all') return 'All traffic';
  if (name === 'icmp' || name === 'icmpv6') {
    const label = name === 'icmp' ? 'ICMP' : 'ICMPv6';
    return fromPort === null || fromPort < 0 ? label : `${label} type ${fromPort}`;
  }
  if (name !== 'tcp' && name !== 'udp') return `Protocol ${protocol}`;
  const everything = fromPort === null || (fromPort <= 0 && (toPort ?? 0) >= 65_535);
  if (everything) return name === 'udp' ? 'All UDP ports' : 'All TCP ports';
  const ports = toPort === null || toPort === fromPort ? `port ${fromPort}` : `ports ${fromPort} to ${toPort}`;
  return name === 'udp' ? `UDP ${ports}` : `${ports[0]?.toUpperCase()}${ports.slice(1)}`;
}
