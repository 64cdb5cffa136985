import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';

const encrypting = new Set(['HTTPS', 'TLS', 'QUIC']);

export const listener = defineKind({
  id: 'aws.elbv2.listener',
  title: 'Listener',
  plural: 'Listeners',
  fields: z.object({
    arn: z.string(),
    loadBalancerArn: z.string(),
    loadBalancerName: z.string(),
    port: z.number().int().nullable(),
    protocol: z.string().nullable().describe('HTTP, HTTPS, TCP, TLS, UDP …'),
    sslPolicy: z.string().nullable().describe('None on HTTP and TCP'),
    certificateArns: z.array(z.string()).describe('Sorted'),
    redirectsToHttps: z.boolean().describe('Its default action only redirects to HTTPS'),
  }),
  columns: (it) => ({
    name: `${it.loadBalancerName}:${it.port ?? '?'}`,
    status: it.protocol,
    // TCP and UDP listeners pass through whatever the target speaks
    encryption:
      it.protocol === null
        ? 'unknown'
        : encrypting.has(it.protocol) || it.redirectsToHttps
          ? 'encrypted'
          : it.protocol === 'HTTP'
            ? 'unencrypted'
            : 'unknown',
    system: it.sslPolicy,
    links: [it.arn, it.loadBalancerArn],
    tags: {},
  }),
  example: {
    arn: 'arn:aws:elasticloadbalancing:us-east-1:418203995571:listener/app/ehr-edge/50dc6c495c0c9188/f2f7dc8efc522ab2',
    loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:418203995571:loadbalancer/app/ehr-edge/50dc6c495c0c9188',
    loadBalancerName: 'ehr-edge',
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    certificateArns: ['arn:aws:acm:us-east-1:418203995571:certificate/1234abcd'],
    redirectsToHttps: false,
  },
});
