import { daysAgo, hour } from '@/lib/sources/sample/calendar';
import { dice } from '@/lib/sources/sample/dice';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import type { Release } from '@/lib/sources/sample/releases';
import { arrivalOf, systems } from '@/lib/sources/sample/systems';

/** A fact takes a value: by a release or by patches at the next run, by hand at once. */
export interface FactStep {
  at: number;
  fact: string;
  /** What it was; null for the first step of a fact */
  before: string | null;
  value: string;
  by: 'release' | 'patches' | 'hand' | 'correction';
  task: string;
  path: string;
}

type Step = Omit<FactStep, 'before'>;

/** Every change of a host's facts, oldest first; the first of each fact was always so. */
export function factSteps(host: SampleHost, releases: readonly Release[], end: number): FactStep[] {
  const always = { at: Number.NEGATIVE_INFINITY, by: 'patches', task: '', path: '' } as const;
  const patches = systems[host.role.system].waves.map((wave): Step => {
    const arrival = arrivalOf(wave, end);
    const { fact, value } = wave;
    if (wave.day === 999 || arrival < host.from) return { ...always, fact, value };
    const delay = dice(`wave ${host.name} ${fact} ${value}`) * 44 * hour;
    const task = fact === 'kernel' ? 'patch : Upgrade the kernel' : `patch : Upgrade ${fact}`;
    return { at: arrival + delay, fact, value, by: 'patches', task, path: fact };
  });
  const released = releases.flatMap(({ tool, at, change }): Step[] => {
    if (!change || tool !== host.role.tool || !change.concerns(host)) return [];
    const { fact, value, task, path } = change;
    const earlier = releases.some(
      (it) => it.change?.fact === fact && it.at < at && it.tool === tool && it.change.concerns(host),
    );
    const before: Step[] = earlier ? [] : [{ ...always, fact, value: change.before }];
    return [...before, { at, fact, value, by: 'release', task, path }];
  });
  const steps = [...patches, ...released, ...byHand(host, end)].sort((a, b) => a.at - b.at);
  const last = new Map<string, string>();
  return steps.map((step) => {
    const before = last.get(step.fact) ?? null;
    last.set(step.fact, step.value);
    return { ...step, before };
  });
}

/** Root was let in by hand for three days on one host, while its runs only checked. */
function byHand(host: SampleHost, end: number): Step[] {
  if (host.role.system === 'Windows Server 2022') return [];
  const fact = 'sshd.PermitRootLogin';
  const always: Step = { at: Number.NEGATIVE_INFINITY, fact, value: 'no', by: 'hand', task: '', path: '' };
  if (host.name !== 'rvs-ehr-app-03') return [always];
  const step = { fact, task: 'base : Configure sshd', path: '/etc/ssh/sshd_config' };
  return [
    always,
    { ...step, at: daysAgo(end, 34, '17:58'), value: 'yes', by: 'hand' },
    { ...step, at: daysAgo(end, 31, '09:00'), value: 'no', by: 'correction' },
  ];
}

/** The facts that a run gathers when it begins: what the run before left, and what hands did since. */
export function factsAt(steps: readonly FactStep[], runAt: number, runBefore: number): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const { at, fact, value, by } of steps) if (at <= (by === 'hand' ? runAt : runBefore)) facts[fact] = value;
  return facts;
}

/** What a run changes: the steps since the run before it, hands aside. */
export function stepsOfRun(steps: readonly FactStep[], runAt: number, runBefore: number): FactStep[] {
  return steps.filter(({ at, by }) => by !== 'hand' && at > runBefore && at <= runAt);
}
