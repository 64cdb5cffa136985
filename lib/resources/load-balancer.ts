import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';
import { Tags } from '@/lib/resources/tags';

export const loadBalancer = defineKind({
  id: 'aws.elbv2.load-balancer',
  title: 'Load balancer',
  plural: 'Load balancers',
  fields: z.object({
    arn: z.string(),
    name: z.string(),
    type: z.string().nullable().describe('application, network, gateway'),
    scheme: z.string().nullable().describe('internet-facing or internal'),
    state: z.string().nullable(),
    dnsName: z.string().nullable(),
    vpcId: z.string().nullable(),
    securityGroupIds: z.array(z.string()).describe('Sorted; empty where it has none'),
    createdAt: z.string().nullable().describe('UTC, RFC 3339'),
    tags: Tags,
  }),
  columns: (it) => ({
    name: it.name,
    status: it.state,
    encryption: null,
    system: it.type,
    links: [it.arn, ...it.securityGroupIds],
    tags: it.tags,
  }),
  example: {
    arn: 'arn:aws:elasticloadbalancing:us-east-1:418203995571:loadbalancer/app/ehr-edge/50dc6c495c0c9188',
    name: 'ehr-edge',
    type: 'application',
    scheme: 'internet-facing',
    state: 'active',
    dnsName: 'ehr-edge-1.us-east-1.elb.amazonaws.com',
    vpcId: 'vpc-0c1d2e3f',
    securityGroupIds: ['sg-0a41c7e2d9b05f318'],
    createdAt: '2025-10-04T08:00:00.000Z',
    tags: {} as Record<string, string>,
  },
});
