import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';
import { Tags } from '@/lib/resources/tags';

/** A host as one configuration-management tool knows it. Facts are allow-listed: names and versions, never contents. */
export const node = defineKind({
  id: 'cm.node',
  title: 'Node',
  plural: 'Nodes',
  fields: z.object({
    tool: z.enum(['ansible', 'puppet', 'chef']),
    name: z.string().describe('Name in the inventory, or certname'),
    controller: z.string().nullable().describe('Where the tool ran'),
    addresses: z.array(z.string()).describe('Addresses that the tool connects to or that facts name, sorted'),
    fqdn: z.string().nullable(),
    instanceId: z.string().nullable().describe('Cloud instance id that facts name'),
    system: z.string().nullable().describe('Operating system and version'),
    kernel: z.string().nullable(),
    facts: z
      .record(z.string(), z.string())
      .describe('Other facts that changed rarely: package and configuration versions'),
    groups: z.array(z.string()).describe('Inventory groups, sorted'),
    tags: Tags,
  }),
  columns: (it) => ({
    name: it.name,
    status: null,
    encryption: null,
    system: it.system,
    links: [
      ...(it.instanceId ? [it.instanceId] : []),
      ...it.addresses.map((address) => `ip:${address}`),
      ...[it.name, ...(it.fqdn ? [it.fqdn] : [])].map((name) => `name:${name.toLowerCase()}`),
      `node:${it.tool}:${it.name.toLowerCase()}`,
    ],
    tags: it.tags,
  }),
  example: {
    tool: 'ansible' as const,
    name: 'rvs-ehr-app-03',
    controller: 'build-01',
    addresses: ['10.20.4.13'],
    fqdn: 'rvs-ehr-app-03.riverside.example.test',
    instanceId: null,
    system: 'Ubuntu 22.04',
    kernel: '5.15.0-126-generic',
    facts: { openssl: '3.0.2-0ubuntu1.21' } as Record<string, string>,
    groups: ['ehr_app'],
    tags: {} as Record<string, string>,
  },
});
