import {
  type LoadBalancer as Described,
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { z } from 'zod';
import { listener } from '@/lib/resources/listener';
import type { AwsAccess } from '@/lib/sources/aws/client';
import { inParallel } from '@/lib/sources/aws/in-parallel';
import { describedLoadBalancers, isNoSuchLoadBalancer } from '@/lib/sources/aws/load-balancer';
import { list, sorted, text, whole } from '@/lib/sources/aws/members';
import { defineTable, paged } from '@/lib/sources/aws/table';

const atOnce = 4;

const Listener = z
  .object({
    ListenerArn: z.string(),
    LoadBalancerArn: z.string(),
    LoadBalancerName: z.string(),
    Port: whole,
    Protocol: text,
    SslPolicy: text,
    Certificates: list(z.object({ CertificateArn: text })),
    DefaultActions: list(z.object({ Type: text, RedirectConfig: z.object({ Protocol: text }).nullish() })),
  })
  .transform((it) => ({
    arn: it.ListenerArn,
    loadBalancerArn: it.LoadBalancerArn,
    loadBalancerName: it.LoadBalancerName,
    port: it.Port,
    protocol: it.Protocol,
    sslPolicy: it.SslPolicy,
    certificateArns: sorted(it.Certificates.map((certificate) => certificate.CertificateArn)),
    redirectsToHttps:
      it.DefaultActions.length > 0 &&
      it.DefaultActions.every((action) => action.Type === 'redirect' && action.RedirectConfig?.Protocol === 'HTTPS'),
  }));

/** The listeners of one load balancer; none when it went since it was listed. */
async function listenersOf(access: AwsAccess, balancer: Described): Promise<unknown[]> {
  const { LoadBalancerArn, LoadBalancerName } = balancer;
  if (!LoadBalancerArn) return [];
  const config = { client: access.client(ElasticLoadBalancingV2Client), pageSize: 400 };
  const pages = paginateDescribeListeners(config, { LoadBalancerArn }, { abortSignal: access.signal });
  const rows: unknown[] = [];
  try {
    for await (const page of paged('elasticloadbalancing:DescribeListeners', access, pages)) {
      rows.push(...(page.Listeners ?? []).map((it) => ({ LoadBalancerArn, ...it, LoadBalancerName })));
    }
  } catch (error) {
    if (isNoSuchLoadBalancer(error)) return [];
    throw error;
  }
  return rows;
}

export const listeners = defineTable({
  kind: listener,
  idKey: 'ListenerArn',
  async *pages(access) {
    for await (const page of describedLoadBalancers(access)) {
      yield (await inParallel(page, atOnce, (balancer) => listenersOf(access, balancer))).flat();
    }
  },
  row: Listener,
  externalId: (fields) => fields.arn,
});
