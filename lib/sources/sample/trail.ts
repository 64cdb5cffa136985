import type { ActivityEvent } from '@/lib/resources/activity-event';
import { day, midnightOf, minute } from '@/lib/sources/sample/calendar';
import { type Site, sites } from '@/lib/sources/sample/facilities';
import { type GroupChange, groupChanges } from '@/lib/sources/sample/group-changes';
import { ruleWords } from '@/lib/sources/sample/group-rules';
import { groupId, sampleGroups } from '@/lib/sources/sample/group-table';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import { incidentsBefore } from '@/lib/sources/sample/incidents';
import { routineOf } from '@/lib/sources/sample/routine-trail';
import { type TrailWords, trailEvent } from '@/lib/sources/sample/trail-event';
import { volumeSpans } from '@/lib/sources/sample/volumes';

/** Makes the function that tells what CloudTrail holds of an account within (after, until]. */
export function trailTeller(hosts: readonly SampleHost[], start: number, end: number) {
  const words = [
    ...groupChanges(start, end).flatMap(groupWords),
    ...hosts.flatMap((host) => hostWords(host, end)),
    ...breakGlass(end),
  ];
  const told = words.filter(({ at }) => at > start && at <= end).map(trailEvent);
  return (account: string, after: number, until: number): ActivityEvent[] => {
    const routine: ActivityEvent[] = [];
    for (let midnight = midnightOf(after); midnight <= until; midnight += day)
      routine.push(...routineOf(account, midnight));
    return [...told, ...routine].filter((event) => {
      const at = Date.parse(event.at);
      return event.account === account && at > after && at <= until;
    });
  };
}

function groupWords(change: GroupChange): TrailWords[] {
  const group = sampleGroups.find(({ name }) => name === change.group);
  const site: Site | undefined = group && sites[group.site];
  if (!change.explained || !site?.account || !site.region) return [];
  const id = groupId(change.group);
  const where = {
    account: site.account,
    region: site.region,
    by: change.by ?? ('ansible-ci' as const),
    console: change.console,
    subjects: [id],
  };
  const permissions = (rules: string[]) => ({ groupId: id, ipPermissions: { items: rules.map(permission) } });
  const added = {
    ...where,
    at: change.at,
    call: 'ec2 AuthorizeSecurityGroupIngress',
    request: permissions(change.add),
    response: { _return: true },
  };
  const removed = {
    ...where,
    at: change.at + 2000,
    call: 'ec2 RevokeSecurityGroupIngress',
    request: permissions(change.remove),
    response: { _return: true },
  };
  return [...(change.add.length > 0 ? [added] : []), ...(change.remove.length > 0 ? [removed] : [])];
}

function permission(rule: string) {
  const { protocol, ports, peer, description } = ruleWords(rule);
  const [from, to] = ports.split('-').map(Number);
  const groups = peer.startsWith('@') ? { groups: { items: [{ groupId: groupId(peer.slice(1)) }] } } : {};
  const ranges = peer.startsWith('@')
    ? {}
    : { ipRanges: { items: [{ cidrIp: peer.replace(/^\$.*=/, ''), description: description ?? undefined }] } };
  return { ipProtocol: protocol, fromPort: from, toPort: to ?? from, ...groups, ...ranges };
}

/** Hosts that come and go, and the disks that are swapped under them. */
function hostWords(host: SampleHost, end: number): TrailWords[] {
  const { account, region }: Site = sites[host.site];
  if (!account || !region || !host.instanceId) return [];
  const { instanceId } = host;
  const where = { account, region };
  const by = host.cause === 'autoscaling' ? ('autoscaling' as const) : ('lindqvist' as const);
  const spans = volumeSpans(host, end);
  const items = { instancesSet: { items: [{ instanceId }] } };
  const came = {
    ...where,
    at: host.from - 40_000,
    by,
    call: 'ec2 RunInstances',
    subjects: [instanceId],
    request: { instanceType: host.role.type },
    response: items,
    console: false,
  };
  const went = {
    ...where,
    at: host.to - 40_000,
    by,
    call: 'ec2 TerminateInstances',
    subjects: [instanceId],
    request: items,
  };
  const attached = spans
    .filter(({ from }) => from !== host.from)
    .flatMap(({ id, from, device, sizeGiB, encrypted }): TrailWords[] => {
      const hand = { ...where, by: encrypted ? ('nakamura' as const) : ('lindqvist' as const) };
      return [
        {
          ...hand,
          at: from - 3 * minute,
          call: 'ec2 CreateVolume',
          subjects: [id],
          request: { size: sizeGiB, encrypted, volumeType: 'gp3' },
          response: { volumeId: id },
        },
        {
          ...hand,
          at: from - minute,
          call: 'ec2 AttachVolume',
          subjects: [id, instanceId],
          request: { volumeId: id, instanceId, device },
        },
      ];
    });
  const detached = spans
    .filter(({ to }) => to !== host.to)
    .map(
      ({ id, to }): TrailWords => ({
        ...where,
        by: 'nakamura',
        at: to + 9 * minute,
        call: 'ec2 DeleteVolume',
        subjects: [id],
        request: { volumeId: id },
      }),
    );
  return [came, ...(Number.isFinite(host.to) ? [went] : []), ...attached, ...detached];
}

/** Before each of his Friday nights d.okafor takes the role for emergencies. */
function breakGlass(end: number): TrailWords[] {
  const { portOpened, portOpenedAgain } = incidentsBefore(end);
  const account = sites.riverside.account ?? '';
  return [portOpened, portOpenedAgain].map((at) => ({
    at: at - 3 * minute,
    account,
    region: 'us-east-1',
    call: 'sts AssumeRole',
    by: 'okafor',
    request: {
      roleArn: `arn:aws:iam::${account}:role/OpsBreakGlass`,
      roleSessionName: 'd.okafor',
      durationSeconds: 3600,
    },
  }));
}
