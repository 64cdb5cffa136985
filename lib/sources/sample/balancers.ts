import type { z } from 'zod';
import type { listener } from '@/lib/resources/listener';
import type { loadBalancer } from '@/lib/resources/load-balancer';
import { daysAgo, iso } from '@/lib/sources/sample/calendar';
import { hex } from '@/lib/sources/sample/dice';
import { type SiteId, sites, type Team } from '@/lib/sources/sample/facilities';
import { groupId } from '@/lib/sources/sample/group-table';
import { scopeKey } from '@/lib/sources/sample/resource-tags';
import { steady, type Timeline } from '@/lib/sources/sample/timeline';

type LoadBalancer = z.infer<typeof loadBalancer.fields>;
type Listener = z.infer<typeof listener.fields>;

const modern = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
const old = 'ELBSecurityPolicy-2016-08';

/** A port and the policy of TLS on it; `redirect` sends on to HTTPS, `plain` does not, `through` passes TCP on. */
type Port = [port: number, policy: string | 'redirect' | 'plain' | 'through'];
type Row = [SiteId, name: string, Team, group: string | null, scheme: 'internal' | 'internet-facing', ...ports: Port[]];

// biome-ignore format: a table reads by its lines
const rows: Row[] = [
  ['riverside', 'ehr-public', 'EHR platform', 'ehr-lb', 'internet-facing', [443, modern], [80, 'redirect']],
  ['riverside', 'ehr-clinics', 'EHR platform', 'ehr-lb', 'internal', [443, modern], [80, 'redirect']],
  ['riverside', 'ehr-hl7', 'EHR platform', null, 'internal', [2575, 'through'], [2576, modern]],
  ['riverside', 'pacs-view', 'Imaging', 'pacs-view', 'internal', [443, modern]],
  ['riverside', 'rx', 'Pharmacy', 'rx-app', 'internal', [8443, modern]],
  ['riverside', 'billing', 'Billing', 'bill-app', 'internal', [443, modern], [80, 'redirect']],
  ['lakeshore', 'pacs', 'Imaging', 'pacs-app', 'internal', [443, modern], [80, 'redirect']],
  ['lakeshore', 'dicom', 'Imaging', null, 'internal', [104, 'through'], [11112, 'through']],
  ['lakeshore', 'viewers', 'Imaging', 'ris-lb', 'internal', [443, modern]],
  ['lakeshore', 'lks-ehr', 'EHR platform', 'lks-ehr-app', 'internal', [443, modern]],
  ['northgate', 'ngt-lab-results', 'Lab systems', 'lab-lb', 'internal', [443, old], [8080, 'plain']],
  ['northgate', 'ngt-lis', 'Lab systems', 'lab-lb', 'internal', [443, modern], [80, 'plain']],
  ['stagingEast', 'stg-ehr', 'EHR platform', 'stg-web', 'internal', [443, modern], [80, 'redirect']],
  ['stagingEast', 'stg-lab', 'Lab systems', 'stg-lab-app', 'internal', [80, 'plain']],
];

/** What elastic load balancing says; the policy of the viewers' listener was old until 44 days before the end. */
export function balancerTimelines(end: number): Timeline[] {
  return rows.flatMap(([siteId, name, team, group, scheme, ...ports], row) => {
    const site = sites[siteId];
    const type = group ? 'application' : 'network';
    const id = hex(16, `balancer ${name}`);
    const prefix = `arn:aws:elasticloadbalancing:${site.region}:${site.account}`;
    const path = `${group ? 'app' : 'net'}/${name}/${id}`;
    const fields: LoadBalancer = {
      arn: `${prefix}:loadbalancer/${path}`,
      name,
      type,
      scheme,
      state: 'active',
      dnsName: `${scheme === 'internal' ? 'internal-' : ''}${name}-${Number.parseInt(id.slice(0, 7), 16)}.${site.region}.elb.amazonaws.com`,
      vpcId: site.vpcId,
      securityGroupIds: group ? [groupId(group)] : [],
      createdAt: iso(daysAgo(end, 300 + row * 17, '09:00')),
      tags: { Name: name, Environment: site.environment, Team: team, Facility: facilityOf(siteId) },
    };
    const balancer = always(scopeKey(site, 'aws.elbv2.load-balancer'), fields.arn, fields);
    const listeners = ports.map((port) => {
      const arn = `${prefix}:listener/${path}/${hex(16, `listener ${name} ${port[0]}`)}`;
      const scope = scopeKey(site, 'aws.elbv2.listener');
      const now = listenerFields(arn, fields, port);
      if (name !== 'viewers') return always(scope, arn, now);
      const turn = daysAgo(end, 44, '13:30');
      const before = { from: Number.NEGATIVE_INFINITY, to: turn, fields: { ...now, sslPolicy: old } };
      return { scope, externalId: arn, stretches: [before, { from: turn, to: Number.POSITIVE_INFINITY, fields: now }] };
    });
    return [balancer, ...listeners];
  });
}

function listenerFields(arn: string, balancer: LoadBalancer, [port, policy]: Port): Listener {
  const encrypts = !['redirect', 'plain', 'through'].includes(policy);
  const [app, net] = encrypts ? ['HTTPS', 'TLS'] : ['HTTP', 'TCP'];
  return {
    arn,
    loadBalancerArn: balancer.arn,
    loadBalancerName: balancer.name,
    port,
    protocol: (balancer.type === 'network' ? net : app) ?? null,
    sslPolicy: encrypts ? policy : null,
    certificateArns: encrypts
      ? [
          `${balancer.arn.split(':loadbalancer')[0]?.replace('elasticloadbalancing', 'acm')}:certificate/${hex(8, `certificate ${balancer.name}`)}`,
        ]
      : [],
    redirectsToHttps: policy === 'redirect',
  };
}

function facilityOf(site: SiteId): string {
  return site === 'lakeshore' ? 'Lakeshore' : site === 'northgate' ? 'Northgate' : 'Riverside';
}

function always(scope: string, externalId: string, fields: unknown): Timeline {
  return steady(scope, externalId, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, fields);
}
