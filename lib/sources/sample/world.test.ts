import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ActivityEvent } from '@/lib/resources/activity-event';
import { canonicalJson } from '@/lib/resources/canonical-json';
import { isKind, kindOf } from '@/lib/resources/index';
import { RunReport } from '@/lib/resources/run-report';
import { day, hour, iso, minute } from '@/lib/sources/sample/calendar';
import { incidentsBefore } from '@/lib/sources/sample/incidents';
import { extraScans, makeWorld, type World, worldAt } from '@/lib/sources/sample/world';

const end = Date.parse('2026-11-20T10:42:00Z');
const world = makeWorld(end, 90);
const { incidents } = world;

const living = (moment: number) => world.hosts.filter(({ from, to }) => from <= moment && moment < to);
const managed = (moment: number) => living(moment).filter(({ role }) => role.tool);

function scopeOf(of: World, kind: string, account = '418203995571', region = 'us-east-1') {
  const scope = of.scopes.find((it) => it.kind === kind && it.account === account && it.region === region);
  if (!scope) throw new Error(`There is no scope of ${kind}`);
  return scope;
}

function rulesOf(group: string, moment: number): string[] {
  const seen = worldAt(world, scopeOf(world, 'aws.ec2.security-group'), moment, moment);
  if (!('resources' in seen)) throw new Error('The groups were not seen');
  const fields = seen.resources?.map(
    (it) => it.fields as { name: string; rules: { fromPort: number; peer: string }[] },
  );
  return fields?.find(({ name }) => name === group)?.rules.map(({ fromPort, peer }) => `${fromPort} ${peer}`) ?? [];
}

function digestOf(of: World, moment: number): string {
  const seen = of.scopes.map((scope) => worldAt(of, scope, moment, moment - day));
  return createHash('sha256').update(canonicalJson(seen)).digest('hex');
}

test.each([0, 17, 45, 89])('the same end gives the same estate, %i days ago', (days) => {
  const moment = end - days * day;
  expect(digestOf(makeWorld(end, 90), moment)).toBe(digestOf(world, moment));
});

test('another end is another estate', () => {
  expect(digestOf(makeWorld(end + day, 90), end)).not.toBe(digestOf(world, end));
});

test.each([0, 10, 45, 80])('%i days ago there are about 400 hosts, in three facilities', (days) => {
  const moment = end - days * day;
  expect(Math.abs(living(moment).length - 400)).toBeLessThanOrEqual(10);
  expect(new Set(living(moment).map(({ role }) => role.facility)).size).toBe(3);
  expect(new Set(managed(moment).map(({ role }) => role.system)).size).toBe(5);
  expect(living(moment).filter(({ instanceId }) => instanceId === null)).toHaveLength(14);
  expect(living(moment).filter(({ role }) => role.tool === null)).toHaveLength(12);
});

describe('what every scope yields is of its kind', () => {
  test.each(world.scopes.map((scope) => [scope.key, scope] as const))('%s', (_key, scope) => {
    for (const moment of [world.start, end - 45 * day, end]) {
      const seen = worldAt(world, scope, moment, moment - 6 * hour);
      if (seen.outcome === 'refused' || seen.outcome === 'failed') continue;
      if (isKind(scope.kind)) for (const it of seen.resources ?? []) kindOf(scope.kind).fields.parse(it.fields);
      for (const run of seen.runs ?? []) RunReport.parse(run);
      for (const event of seen.activity ?? []) ActivityEvent.parse(event);
      const ids = seen.resources?.map(({ externalId }) => externalId) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe('what happened', () => {
  test('8443 is opened on a Friday night, closed on the Monday, and open again', () => {
    const { portOpened, portClosed, portOpenedAgain } = incidents;
    expect(new Date(portOpened).getUTCDay()).toBe(5);
    expect(new Date(portClosed).getUTCDay()).toBe(1);
    const open = '8443 0.0.0.0/0';
    expect(rulesOf('ehr-app-edge', portOpened - minute)).not.toContain(open);
    expect(rulesOf('ehr-app-edge', portOpened + minute)).toContain(open);
    expect(rulesOf('ehr-app-edge', portClosed + minute)).not.toContain(open);
    expect(rulesOf('ehr-app-edge', portOpenedAgain + minute)).toContain(open);
    expect(rulesOf('ehr-app-edge', end)).toContain(open);
  });

  test('the trail says who opened it, and a scan sees it within ten minutes', () => {
    const { portOpened } = incidents;
    const told = world.trail('418203995571', portOpened - minute, portOpened + minute);
    expect(told.map(({ actor, action }) => `${actor} ${action}`)).toContain('d.okafor AuthorizeSecurityGroupIngress');
    const scans = extraScans(world, scopeOf(world, 'aws.ec2.security-group'));
    expect(scans.some((at) => at > portOpened && at <= portOpened + 10 * minute)).toBe(true);
  });

  test('some changes are in no trail', () => {
    const told = world.trail('418203995571', end - 49 * day, end - 47 * day);
    expect(told.filter(({ action, errorCode }) => /SecurityGroup/.test(action) && !errorCode)).toEqual([]);
    expect(rulesOf('bill-app', end - 47 * day)).toContain('3389 10.12.0.0/16');
    expect(rulesOf('bill-app', end - 49 * day)).not.toContain('3389 10.12.0.0/16');
  });

  test('a bad commit fails 40 hosts until it is reverted', () => {
    const failed = (after: number, until: number) =>
      new Set(
        world
          .runs(after, until)
          .filter(
            (run) => run.failed > 0 && run.revision?.startsWith('9f31c2e') && /session/.test(run.events[0]?.task ?? ''),
          )
          .map((run) => run.host.name),
      );
    const { badCommit, revert } = incidents;
    expect(failed(badCommit, badCommit + 4 * hour).size).toBe(40);
    expect(failed(revert, revert + 4 * hour).size).toBe(0);
  });

  test('the 96 hosts of Northgate are silent while their collector is down', () => {
    const { collectorDown, collectorUp } = incidents;
    const northgate = (after: number, until: number) =>
      new Set(
        world
          .runs(after, until)
          .filter((run) => run.controller === 'ngt-collector')
          .map((run) => run.host.name),
      ).size;
    expect(northgate(collectorDown - 5 * hour, collectorDown)).toBe(96);
    expect(northgate(collectorDown, collectorUp - 1000)).toBe(0);
    expect(northgate(collectorUp, collectorUp + 5 * hour)).toBe(96);
  });

  test('the volumes of one scope are refused and stay so', () => {
    const scope = scopeOf(world, 'aws.ec2.volume', '730911846220', 'us-west-2');
    expect(worldAt(world, scope, incidents.refusedSince - minute, 0)).toMatchObject({ outcome: 'complete' });
    expect(worldAt(world, scope, end + 30 * day, 0)).toMatchObject({
      outcome: 'refused',
      action: 'ec2:DescribeVolumes',
    });
  });
});

test.each([1, 6, 30, 90])('the incidents lie in the past whatever the weekday: end + %i hours', (hours) => {
  for (let at = end; at < end + 8 * day; at += hours * hour) {
    const made = incidentsBefore(at);
    const wrong = Object.entries(made).filter(([, moment]) => moment >= at || moment < at - 90 * day);
    expect(wrong.map(([name, moment]) => `${name} ${iso(moment)}`)).toEqual([]);
  }
});

test('after the end the estate stays as it is, and its hosts go on reporting', () => {
  const later = end + 3 * day;
  const instances = scopeOf(world, 'aws.ec2.instance');
  expect(worldAt(world, instances, later, end)).toEqual(worldAt(world, instances, end, end));
  const names = new Set(world.runs(later - 5 * hour, later).map((run) => run.host.name));
  expect(names.size).toBe(managed(later).length - 14);
});

test('root let in by hand is found by check runs, and undone under the same revision', () => {
  const runs = world
    .runs(end - 36 * day, end - 29 * day)
    .filter(({ host }) => host.name === 'rvs-ehr-app-03')
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  const checks = runs.filter(({ mode }) => mode === 'check');
  expect(checks.some(({ host }) => host.facts['sshd.PermitRootLogin'] === 'yes')).toBe(true);
  const undone = runs.find(
    ({ mode, changed, events }) => mode === 'enforce' && changed > 0 && /yes/.test(events[0]?.before ?? ''),
  );
  const before = runs.findLast(({ mode, startedAt }) => mode === 'enforce' && startedAt < (undone?.startedAt ?? ''));
  expect(undone?.revision).toBe(before?.revision);
  expect(runs.at(-1)?.host.facts['sshd.PermitRootLogin']).toBe('no');
});
