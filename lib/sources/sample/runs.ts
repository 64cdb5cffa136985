import type { RunReport } from '@/lib/resources/run-report';
import { hour, iso, minute } from '@/lib/sources/sample/calendar';
import { between } from '@/lib/sources/sample/dice';
import { sites } from '@/lib/sources/sample/facilities';
import { type FactStep, factSteps, factsAt, stepsOfRun } from '@/lib/sources/sample/facts';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import { type Release, releasesBefore, repositories, revisionAt } from '@/lib/sources/sample/releases';
import { chanceOf } from '@/lib/sources/sample/routine-events';
import { resultOf } from '@/lib/sources/sample/run-results';
import type { Tool } from '@/lib/sources/sample/server-roles';
import { onlyChecks, type Silence, silencesBefore, type Trouble, troublesBefore } from '@/lib/sources/sample/troubles';

/** Milliseconds between two runs of one host. */
const intervals: Record<Tool, number> = { ansible: 4 * hour, puppet: 2 * hour, chef: 3 * hour };
const playbooks: Record<Tool, string | null> = { ansible: 'site.yml', puppet: null, chef: null };

interface Runner {
  host: SampleHost;
  tool: Tool;
  steps: FactStep[];
  troubles: Trouble[];
  silences: Silence[];
}

/** Makes the function that tells the runs that began within (after, until], in no order. */
export function runTeller(hosts: readonly SampleHost[], end: number): (after: number, until: number) => RunReport[] {
  const releases = releasesBefore(end);
  const troubles = troublesBefore(end);
  const silences = silencesBefore(end);
  const runners = hosts.flatMap((host): Runner[] =>
    host.role.tool
      ? [
          {
            host,
            tool: host.role.tool,
            steps: factSteps(host, releases, end),
            troubles: troubles.filter((it) => it.hosts.test(host.name)),
            silences: silences.filter((it) => it.hosts.test(host.name)),
          },
        ]
      : [],
  );
  return (after, until) => runners.flatMap((runner) => runsOf(runner, releases, after, until, end));
}

function runsOf(runner: Runner, releases: readonly Release[], after: number, until: number, end: number): RunReport[] {
  const { host, tool, silences } = runner;
  const interval = intervals[tool];
  const offset = between(0, interval / 1000 - 1, `slot ${host.name}`) * 1000;
  const reports: RunReport[] = [];
  for (let slot = Math.ceil((after - offset) / interval) - 1; ; slot += 1) {
    const at = slot * interval + offset + between(0, 55, `jitter ${host.name} ${slot}`) * 1000;
    if (at > until) return reports;
    if (at <= after || at < host.from + 5 * minute || at >= host.to) continue;
    if (silences.some(({ from, to }) => from <= at && at < to)) continue;
    reports.push(reportOf(runner, releases, slot, at, at - interval, end));
  }
}

function reportOf(
  runner: Runner,
  releases: readonly Release[],
  slot: number,
  at: number,
  before: number,
  end: number,
): RunReport {
  const { host, tool, steps } = runner;
  const check = onlyChecks(host, at, end);
  const trouble = runner.troubles.find(({ from, to }) => from <= at && at < to);
  const due = check ? [] : stepsOfRun(steps, at, before);
  const chance = trouble || due.length > 0 || check ? null : chanceOf(host, tool, slot);
  const result = resultOf(host, tool, { trouble, due, chance, check });
  const seconds = between(22, 140, `duration ${host.name} ${slot}`);
  const ok = between(60, 64, `tasks ${host.name}`) + host.role.disks.length * 3;
  return {
    tool,
    host: hostOf(host, factsAt(steps, at, before)),
    mode: check ? 'check' : 'enforce',
    startedAt: iso(at),
    finishedAt: iso(at + seconds * 1000),
    interrupted: chance === 'interrupted',
    unreachable: trouble?.kind === 'unreachable' || chance === 'unreachable',
    ok: result.failed > 0 ? Math.floor(ok / 3) : ok,
    changed: result.changed,
    failed: result.failed,
    skipped: between(8, 31, `skipped ${host.name}`),
    ignored: 0,
    rescued: 0,
    corrective: tool === 'puppet' ? result.corrective : null,
    revision: result.fromCode ? revisionAt(releases, tool, at) : null,
    repository: result.fromCode ? repositories[tool] : null,
    playbook: tool === 'ansible' ? result.playbook : playbooks[tool],
    controller: controllerOf(host, tool),
    actor: tool === 'ansible' ? 'ansible-ci' : null,
    tags: null,
    intervalSeconds: intervals[tool] / 1000,
    events: result.events,
  };
}

function controllerOf(host: SampleHost, tool: Tool): string {
  if (host.role.facility === 'Northgate') return 'ngt-collector';
  if (tool === 'puppet') return 'puppet-01';
  if (tool === 'chef') return 'chef-01';
  return host.role.facility === 'Lakeshore' ? 'rvs-ci-02' : 'rvs-ci-01';
}

function hostOf(host: SampleHost, { kernel, ...facts }: Record<string, string>): RunReport['host'] {
  const { facility, team, system, code } = host.role;
  const site = sites[host.site];
  return {
    name: host.name,
    addresses: [host.address],
    fqdn: `${host.name}.${site.domain}`,
    instanceId: host.instanceId,
    system,
    kernel: kernel ?? null,
    facts,
    groups: [code.replaceAll('-', '_'), facility.toLowerCase(), site.environment],
    tags: { Facility: facility, Environment: site.environment, Team: team },
  };
}
