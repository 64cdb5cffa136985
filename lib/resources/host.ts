import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';
import { Tags } from '@/lib/resources/tags';

/** One machine, joined from what a cloud and configuration-management tools say of it. */
export const host = defineKind({
  id: 'host',
  title: 'Host',
  plural: 'Hosts',
  fields: z.object({
    name: z.string(),
    instanceId: z.string().nullable().describe('Cloud instance; none for a machine unknown to the cloud'),
    instanceType: z.string().nullable(),
    state: z.string().nullable().describe('State of the instance'),
    system: z.string().nullable().describe('Operating system: facts first, then what the cloud says'),
    kernel: z.string().nullable(),
    addresses: z.array(z.string()).describe('Sorted'),
    securityGroupIds: z.array(z.string()).describe('Sorted'),
    volumeIds: z.array(z.string()).describe('Attached volumes, sorted'),
    disks: z
      .enum(['encrypted', 'unencrypted', 'unknown'])
      .nullable()
      .describe('Worst of its volumes; null when it has none that we know'),
    tools: z.array(z.string()).describe('Configuration-management tools that manage it, sorted'),
    groups: z.array(z.string()).describe('Inventory groups, sorted'),
    facts: z.record(z.string(), z.string()),
    joined: z
      .enum(['joined', 'cloud-only', 'managed-only'])
      .describe('cloud-only: never seen by a tool; managed-only: unknown to the cloud'),
    tags: Tags,
  }),
  columns: (it) => ({
    name: it.name,
    status: it.joined,
    encryption: it.disks,
    system: it.system,
    links: [
      ...(it.instanceId ? [it.instanceId] : []),
      ...it.addresses.map((address) => `ip:${address}`),
      `name:${it.name.toLowerCase()}`,
      ...it.securityGroupIds,
    ],
    tags: it.tags,
  }),
  example: {
    name: 'rvs-ehr-app-03',
    instanceId: 'i-0b94e1c7720fa3d15',
    instanceType: 'm6i.large',
    state: 'running',
    system: 'Ubuntu 22.04',
    kernel: '5.15.0-126-generic',
    addresses: ['10.20.4.13'],
    securityGroupIds: ['sg-0a41c7e2d9b05f318'],
    volumeIds: ['vol-0c77d1a94e2b8'],
    disks: 'encrypted' as const,
    tools: ['ansible'],
    groups: ['ehr_app'],
    facts: {} as Record<string, string>,
    joined: 'joined' as const,
    tags: { Facility: 'Riverside' } as Record<string, string>,
  },
});
