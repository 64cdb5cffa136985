import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';
import { Tags } from '@/lib/resources/tags';

export const networkInterface = defineKind({
  id: 'aws.ec2.network-interface',
  title: 'Network interface',
  plural: 'Network interfaces',
  fields: z.object({
    id: z.string().describe('Interface id'),
    description: z.string().nullable(),
    type: z.string().nullable().describe('interface, nat_gateway, network_load_balancer …'),
    status: z.string().nullable().describe('available, in-use …'),
    vpcId: z.string().nullable(),
    subnetId: z.string().nullable(),
    instanceId: z.string().nullable().describe('Instance it is attached to'),
    requesterManaged: z.boolean().nullable().describe('Made by an AWS service'),
    addresses: z.array(z.string()).describe('Private, public and IPv6 addresses, sorted'),
    securityGroupIds: z.array(z.string()).describe('Sorted'),
    tags: Tags,
  }),
  columns: (it) => ({
    name: it.id,
    status: it.status,
    encryption: null,
    system: null,
    links: [
      it.id,
      ...(it.instanceId ? [it.instanceId] : []),
      ...it.addresses.map((address) => `ip:${address}`),
      ...it.securityGroupIds,
    ],
    tags: it.tags,
  }),
  example: {
    id: 'eni-0f00aa11bb22cc33d',
    description: null,
    type: 'interface',
    status: 'in-use',
    vpcId: 'vpc-0c1d2e3f',
    subnetId: 'subnet-01',
    instanceId: 'i-0b94e1c7720fa3d15',
    requesterManaged: false,
    addresses: ['10.20.4.13'],
    securityGroupIds: ['sg-0a41c7e2d9b05f318'],
    tags: {} as Record<string, string>,
  },
});
