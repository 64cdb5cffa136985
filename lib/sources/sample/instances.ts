import type { z } from 'zod';
import type { instance } from '@/lib/resources/instance';
import type { networkInterface } from '@/lib/resources/network-interface';
import { iso } from '@/lib/sources/sample/calendar';
import { dice, hex, oneOf } from '@/lib/sources/sample/dice';
import { sites } from '@/lib/sources/sample/facilities';
import { groupId } from '@/lib/sources/sample/group-table';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import { scopeKey, tagsOf } from '@/lib/sources/sample/resource-tags';
import { systems } from '@/lib/sources/sample/systems';
import { type Stretch, steady, type Timeline } from '@/lib/sources/sample/timeline';
import { volumeSpans } from '@/lib/sources/sample/volumes';

type Instance = z.infer<typeof instance.fields>;
type Interface = z.infer<typeof networkInterface.fields>;

/** What EC2 says of one host: its instance and its interface; nothing of a host on premises. */
export function instanceTimelines(host: SampleHost, end: number): Timeline[] {
  const { instanceId } = host;
  const site = sites[host.site];
  if (!instanceId) return [];
  const spans = volumeSpans(host, end);
  const turns = [host.from, ...spans.flatMap(({ from, to }) => [from, to])];
  const cuts = [...new Set(turns)].filter((at) => at >= host.from && at < host.to).sort((a, b) => a - b);
  const stretches: Stretch[] = cuts.map((from, index) => ({
    from,
    to: cuts[index + 1] ?? host.to,
    fields: instanceFields(
      host,
      instanceId,
      spans.filter((span) => span.from <= from && from < span.to).map((span) => span.id),
    ),
  }));
  return [
    { scope: scopeKey(site, 'aws.ec2.instance'), externalId: instanceId, stretches },
    steady(scopeKey(site, 'aws.ec2.network-interface'), interfaceId(host), host.from, host.to, interfaceFields(host)),
  ];
}

function interfaceId(host: SampleHost): string {
  return `eni-0${hex(16, `interface ${host.name}`)}`;
}

function subnetOf(host: SampleHost, zone: string): string {
  return `subnet-0${hex(16, `${host.site} ${zone}`)}`;
}

function zoneOf(host: SampleHost): string {
  return `${sites[host.site].region}${oneOf(['a', 'b', 'c'], `zone ${host.name}`)}`;
}

function groupIdsOf(host: SampleHost): string[] {
  return host.groups.map((name) => groupId(name)).sort();
}

function instanceFields(host: SampleHost, id: string, volumeIds: string[]): Instance {
  const site = sites[host.site];
  const zone = zoneOf(host);
  const local = site.region === 'us-east-1' ? 'ec2.internal' : `${site.region}.compute.internal`;
  return {
    id,
    name: host.name,
    state: 'running',
    type: host.role.type,
    platform: systems[host.role.system].platform,
    imageId: systems[host.role.system].imageId,
    vpcId: site.vpcId,
    subnetId: subnetOf(host, zone),
    availabilityZone: zone,
    addresses: [host.address],
    dnsNames: [`ip-${host.address.replaceAll('.', '-')}.${local}`],
    securityGroupIds: groupIdsOf(host),
    volumeIds: volumeIds.sort(),
    httpTokens: dice(`imds ${host.name}`) < 0.92 ? 'required' : 'optional',
    profileArn: `arn:aws:iam::${site.account}:instance-profile/${host.role.code}`,
    launchedAt: iso(host.from),
    lifecycle: host.cause === 'autoscaling' ? 'spot' : null,
    tags: tagsOf(host, host.name),
  };
}

function interfaceFields(host: SampleHost): Interface {
  return {
    id: interfaceId(host),
    description: null,
    type: 'interface',
    status: 'in-use',
    vpcId: sites[host.site].vpcId,
    subnetId: subnetOf(host, zoneOf(host)),
    instanceId: host.instanceId,
    requesterManaged: false,
    addresses: [host.address],
    securityGroupIds: groupIdsOf(host),
    tags: tagsOf(host, host.name),
  };
}
