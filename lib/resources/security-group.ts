import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';
import { Tags } from '@/lib/resources/tags';

/** One rule, exploded: one protocol, one range of ports, one peer. */
export const SecurityGroupRule = z.object({
  direction: z.enum(['ingress', 'egress']),
  protocol: z.string().describe('tcp, udp, icmp, icmpv6, a number, or -1 for all'),
  fromPort: z.number().int().nullable().describe('First port; ICMP type; null for all'),
  toPort: z.number().int().nullable().describe('Last port; ICMP code; null for all'),
  peerKind: z.enum(['ipv4', 'ipv6', 'group', 'prefix-list']).describe('What the other end is'),
  peer: z.string().describe('CIDR, group id (with account where it is another’s), or prefix-list id'),
  description: z.string().nullable(),
});
export type SecurityGroupRule = z.infer<typeof SecurityGroupRule>;

const world = new Set(['0.0.0.0/0', '::/0']);

function isWorldIngress(rule: SecurityGroupRule): boolean {
  return rule.direction === 'ingress' && world.has(rule.peer);
}

export const securityGroup = defineKind({
  id: 'aws.ec2.security-group',
  title: 'Security group',
  plural: 'Security groups',
  fields: z.object({
    id: z.string().describe('Group id'),
    name: z.string().describe('Group name'),
    description: z.string().describe('Description given when it was made'),
    vpcId: z.string().nullable().describe('VPC; none for EC2-Classic'),
    ownerId: z.string().nullable().describe('Account that owns it'),
    rules: z.array(SecurityGroupRule).describe('Rules, exploded and sorted'),
    tags: Tags,
  }),
  columns: (group) => ({
    name: group.name,
    status: group.rules.some(isWorldIngress) ? 'world-open' : 'closed',
    encryption: null,
    system: null,
    links: [group.id, ...(group.vpcId ? [group.vpcId] : [])],
    tags: group.tags,
  }),
  example: {
    id: 'sg-0a41c7e2d9b05f318',
    name: 'ehr-app-edge',
    description: 'Clinic browsers to the EHR',
    vpcId: 'vpc-0c1d2e3f',
    ownerId: '418203995571',
    rules: [
      {
        direction: 'ingress' as const,
        protocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        peerKind: 'ipv4' as const,
        peer: '10.20.0.0/16',
        description: 'clinics',
      },
    ],
    tags: { Facility: 'Riverside' },
  },
});
