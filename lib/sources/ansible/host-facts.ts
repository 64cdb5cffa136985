import { isIP } from 'node:net';
import type { z } from 'zod';
import type { RunHost } from '@/lib/resources/run-report';
import { isRecord } from '@/lib/sources/ansible/difference';

/** What is kept of gathered facts: system, kernel, names, addresses and the cloud instance; nothing else leaves them. */
export type HostFacts = Pick<z.infer<typeof RunHost>, 'addresses' | 'fqdn' | 'instanceId' | 'system' | 'kernel'> & {
  nodename: string | null;
};

const text = (value: unknown, limit: number) =>
  typeof value === 'string' && value !== '' ? value.slice(0, limit) : null;

/** Reads the `ansible_facts` of setup or gather_facts. */
export function hostFacts(given: unknown): HostFacts {
  const facts = isRecord(given) ? given : {};
  const system = [facts.ansible_distribution, facts.ansible_distribution_version].map((it) => text(it, 90));
  const instance = text(facts.ansible_ec2_instance_id, 64);
  const lists = [facts.ansible_all_ipv4_addresses, facts.ansible_all_ipv6_addresses];
  const addresses = lists.flatMap((list) => (Array.isArray(list) ? list : [])).filter(isTelling);
  const fqdn = text(facts.ansible_fqdn, 255);
  return {
    addresses: [...new Set(addresses)].sort().slice(0, 64),
    fqdn: fqdn?.startsWith('localhost') ? null : fqdn,
    instanceId: instance && /^i-[0-9a-f]{8,17}$/.test(instance) ? instance : null,
    system: system.filter(Boolean).join(' ') || null,
    kernel: text(facts.ansible_kernel, 200),
    nodename: text(facts.ansible_nodename, 255),
  };
}

function isTelling(address: unknown): address is string {
  return typeof address === 'string' && isIP(address) > 0 && !/^(127\.|169\.254\.|::1$|fe80:)/i.test(address);
}
