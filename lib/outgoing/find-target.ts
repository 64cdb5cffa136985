import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type AllowedTargets, allowedTargets } from '@/lib/outgoing/allowed-targets';
import { isPublicAddress } from '@/lib/outgoing/is-public-address';
import { OutgoingRefused } from '@/lib/outgoing/outgoing-refused';

/** Every address of a name, in the order in which they are tried. */
export type Resolve = (host: string) => Promise<readonly { address: string }[]>;

/** Where a connection may go: addresses that were looked at, so that no name is looked up a second time. */
export interface Target {
  /** Without brackets */
  host: string;
  port: number;
  addresses: readonly string[];
}

/**
 * Addresses that a network or a name may open: not a cloud's metadata, neighbours without a router or what is no single
 * host, nor an IPv4 address within an IPv6 one.
 */
const closed = /^(0\.|169\.254\.|22[4-9]\.|2[3-5]\d\.|fd00:ec2:|fd20:ce:)/i;
const ordinary6 = /^(::1$|[23]|f[cd])[^%]*$/i;

const byResolver: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * The target of an address that a person entered. Throws `OutgoingRefused` unless it is https (http where the operator's
 * file names the origin), carries no credentials, and **every** address of its name is public or allowed by that file.
 */
export async function findTarget(
  url: URL,
  resolve: Resolve = byResolver,
  allowed: AllowedTargets = allowedTargets(),
): Promise<Target> {
  const named = allowed.origins.has(url.origin);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && named))
    throw new OutgoingRefused('only https is spoken');
  if (url.username !== '' || url.password !== '') throw new OutgoingRefused('the address carries credentials');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A resolver takes it for the same name, others that compare names do not.
  if (host === '' || host.endsWith('.')) throw new OutgoingRefused('the name of the host is not whole');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const found = isIP(host) ? [{ address: host }] : await resolve(host);
  const addresses = found.map(({ address }) => address);
  if (addresses.length === 0) throw new OutgoingRefused('the name has no address');
  const within = named ? (address: string) => address === host || isOrdinary(address) : isIn(allowed);
  if (!addresses.every((address) => isPublicAddress(address) || within(address)))
    throw new OutgoingRefused('the name leads to an address that is not public');
  return { host, port, addresses };
}

function isOrdinary(address: string): boolean {
  return isIP(address) !== 0 && !closed.test(address) && (isIP(address) === 4 || ordinary6.test(address));
}

function isIn({ networks }: AllowedTargets): (address: string) => boolean {
  return (address) => isOrdinary(address) && networks.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}
