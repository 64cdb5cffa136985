import type { ActivityEvent } from '@/lib/resources/activity-event';
import type { KindId } from '@/lib/resources/index';
import type { RunReport } from '@/lib/resources/run-report';
import { balancerTimelines } from '@/lib/sources/sample/balancers';
import { day, midnightOf, minute } from '@/lib/sources/sample/calendar';
import { accounts } from '@/lib/sources/sample/facilities';
import { groupTimelines } from '@/lib/sources/sample/groups';
import { type SampleHost, sampleHosts } from '@/lib/sources/sample/hosts';
import { type Incidents, incidentsBefore } from '@/lib/sources/sample/incidents';
import { instanceTimelines } from '@/lib/sources/sample/instances';
import { runTeller } from '@/lib/sources/sample/runs';
import { storeTimelines } from '@/lib/sources/sample/stores';
import { changesOf, seenAt, type Timeline } from '@/lib/sources/sample/timeline';
import { trailTeller } from '@/lib/sources/sample/trail';
import { volumeTimelines } from '@/lib/sources/sample/volumes';
import type { Collected, ScopeKind, ScopeSpec } from '@/lib/sources/source';

/** The whole estate of Meridian Health from `start` to `end`, milliseconds since 1970, and as it is from then on. */
export interface World {
  start: number;
  end: number;
  hosts: SampleHost[];
  incidents: Incidents;
  /** Volumes before instances, so that a host is joined with its disks known */
  scopes: ScopeSpec[];
  timelines: Map<string, Timeline[]>;
  runs: (after: number, until: number) => RunReport[];
  trail: (account: string, after: number, until: number) => ActivityEvent[];
}

/** A day and two hours: the sample is scanned once a day while its history is made. */
export const sampleFreshness = 26 * 3600;

/** Makes the estate; the same `end` and `days` give the same estate. */
export function makeWorld(end: number, days: number): World {
  const start = midnightOf(end) - days * day;
  const hosts = sampleHosts(end, days).filter(({ to }) => to > start);
  const timelines = byScope([
    ...hosts.flatMap((host) => [...volumeTimelines(host, end), ...instanceTimelines(host, end)]),
    ...groupTimelines(start, end),
    ...balancerTimelines(end),
    ...storeTimelines(end),
  ]);
  const scopes = [
    ...[...timelines.keys()].map(specOf).sort((a, b) => rank(a.kind) - rank(b.kind)),
    ...Object.values(accounts).map((account) => spec(`${account}/global/activity`, 'activity', account, null)),
    spec('meridian/runs', 'run', null, null),
  ];
  return {
    start,
    end,
    hosts,
    incidents: incidentsBefore(end),
    scopes,
    timelines,
    runs: runTeller(hosts, end),
    trail: trailTeller(hosts, start, end),
  };
}

function byScope(all: readonly Timeline[]): Map<string, Timeline[]> {
  const by = new Map<string, Timeline[]>();
  for (const timeline of all) by.set(timeline.scope, [...(by.get(timeline.scope) ?? []), timeline]);
  return by;
}

function spec(key: string, kind: ScopeKind, account: string | null, region: string | null): ScopeSpec {
  return { key, kind, account, region, freshnessSeconds: sampleFreshness };
}

function specOf(key: string): ScopeSpec {
  const [account = null, region = null, kind = ''] = key.split('/');
  return spec(key, kind as KindId, account, region === 'global' ? null : region);
}

const order: ScopeKind[] = [
  'aws.ec2.security-group',
  'aws.ec2.volume',
  'aws.ec2.network-interface',
  'aws.ec2.instance',
];

function rank(kind: ScopeKind): number {
  const place = order.indexOf(kind);
  return place < 0 ? order.length : place;
}

/** What a scope answers at `moment`; `since` is its last complete scan, for what is told from then on. */
export function worldAt(world: World, scope: ScopeSpec, moment: number, since: number): Collected {
  const { refusedSince, throttled } = world.incidents;
  if (scope.key === `${accounts.staging}/us-west-2/aws.ec2.volume` && moment >= refusedSince) {
    const problem = 'ec2:DescribeVolumes was refused: no identity-based policy allows it';
    return { outcome: 'refused', action: 'ec2:DescribeVolumes', problem };
  }
  if (
    scope.key === `${accounts.production}/us-west-2/aws.ec2.volume` &&
    moment >= throttled &&
    moment < throttled + 30 * minute
  )
    return { outcome: 'failed', problem: 'RequestLimitExceeded: Request limit exceeded, after 6 tries' };
  const complete = { outcome: 'complete' as const, unreadable: [] };
  if (scope.kind === 'run') return { ...complete, runs: world.runs(since, moment) };
  if (scope.kind === 'activity') return { ...complete, activity: world.trail(scope.account ?? '', since, moment) };
  return { ...complete, resources: seenAt(world.timelines.get(scope.key) ?? [], moment) };
}

/** The scan that first sees what changed at `at`: scopes are read every ten minutes. */
function scanAfter(at: number): number {
  return (Math.floor(at / (10 * minute)) + 1) * 10 * minute;
}

/** The moments within the history at which a scope is scanned besides midnight: a few minutes after each change. */
export function extraScans(world: World, scope: ScopeSpec): number[] {
  const changes = changesOf(world.timelines.get(scope.key) ?? [], world.start, world.end);
  const { throttled } = world.incidents;
  const again = scope.key === `${accounts.production}/us-west-2/aws.ec2.volume` ? [throttled + 25 * minute] : [];
  const moments = [...changes, ...again].map(scanAfter);
  return [...new Set(moments)].filter((at) => at > world.start && at < world.end && at % day !== 0);
}
