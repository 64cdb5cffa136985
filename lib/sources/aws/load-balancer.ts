import {
  type LoadBalancer as Described,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { z } from 'zod';
import { loadBalancer } from '@/lib/resources/load-balancer';
import { CallFailed, calling } from '@/lib/sources/aws/call-failed';
import type { AwsAccess } from '@/lib/sources/aws/client';
import { list, moment, sorted, tagList, text } from '@/lib/sources/aws/members';
import { defineTable, paged } from '@/lib/sources/aws/table';

/** DescribeTags takes no more. */
const tagsAtOnce = 20;

const LoadBalancer = z
  .object({
    LoadBalancerArn: z.string(),
    LoadBalancerName: z.string(),
    Type: text,
    Scheme: text,
    State: z.object({ Code: text }).nullish(),
    DNSName: text,
    VpcId: text,
    SecurityGroups: list(z.string()),
    CreatedTime: moment,
    Tags: tagList,
  })
  .transform((it) => ({
    arn: it.LoadBalancerArn,
    name: it.LoadBalancerName,
    type: it.Type,
    scheme: it.Scheme,
    state: it.State?.Code ?? null,
    dnsName: it.DNSName,
    vpcId: it.VpcId,
    securityGroupIds: sorted(it.SecurityGroups),
    createdAt: it.CreatedTime,
    tags: it.Tags,
  }));

/** Load balancers of the region, page by page, as AWS describes them. */
export async function* describedLoadBalancers(access: AwsAccess): AsyncGenerator<Described[]> {
  const config = { client: access.client(ElasticLoadBalancingV2Client), pageSize: 400 };
  const pages = paginateDescribeLoadBalancers(config, {}, { abortSignal: access.signal });
  for await (const page of paged('elasticloadbalancing:DescribeLoadBalancers', access, pages)) {
    yield page.LoadBalancers ?? [];
  }
}

/** Gone since it was listed. */
export function isNoSuchLoadBalancer(error: unknown): boolean {
  return error instanceof CallFailed && /^LoadBalancerNotFound(Exception)?$/.test(error.code);
}

async function tagsOf(access: AwsAccess, arns: string[]): Promise<Map<string, unknown>> {
  const client = access.client(ElasticLoadBalancingV2Client);
  try {
    const { TagDescriptions } = await calling('elasticloadbalancing:DescribeTags', access.region, () =>
      client.send(new DescribeTagsCommand({ ResourceArns: arns }), { abortSignal: access.signal }),
    );
    return new Map((TagDescriptions ?? []).map((it) => [it.ResourceArn ?? '', it.Tags ?? []]));
  } catch (error) {
    if (!isNoSuchLoadBalancer(error)) throw error;
    // One that went meanwhile spoils the answer for all that were asked with it
    if (arns.length < 2) return new Map();
    const each = await Promise.all(arns.map((arn) => tagsOf(access, [arn])));
    return new Map(each.flatMap((tags) => [...tags]));
  }
}

export const loadBalancers = defineTable({
  kind: loadBalancer,
  idKey: 'LoadBalancerArn',
  async *pages(access) {
    for await (const page of describedLoadBalancers(access)) {
      if (page.length === 0) yield [];
      for (let at = 0; at < page.length; at += tagsAtOnce) {
        const some = page.slice(at, at + tagsAtOnce);
        const tags = await tagsOf(access, some.map((it) => it.LoadBalancerArn ?? '').filter(Boolean));
        yield some.flatMap((it) => {
          const its = tags.get(it.LoadBalancerArn ?? '');
          return its === undefined && it.LoadBalancerArn ? [] : [{ ...it, Tags: its }];
        });
      }
    }
  },
  row: LoadBalancer,
  externalId: (fields) => fields.arn,
});
