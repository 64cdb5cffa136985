import { isIP } from 'node:net';

/**
 * Under what an address is counted, however it is spelt: an IPv4 address, also where it is written as an IPv6 one, or the
 * /64 that one subscriber of IPv6 has. `none` for what is no address.
 */
export function addressKey(address: string | null): string {
  const bare = (address ?? '').trim().replace(/%.*$/, '');
  if (isIP(bare) === 0) return 'none';
  if (isIP(bare) === 4) return bare;
  const groups = groupsOf(bare);
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return mapped(groups[6], groups[7]);
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, in lower case and without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}

/** Two groups of an IPv6 address as the IPv4 address that they are. */
function mapped(high = '0', low = '0'): string {
  const bits = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}
