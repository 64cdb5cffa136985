import type { Viewer } from '@/lib/access/viewer';
import { sampleRepositoryName } from '@/lib/commands/add-sample-sources';
import { recordDay } from '@/lib/commands/record-day';
import { recordSilence } from '@/lib/commands/record-silence';
import { ingest } from '@/lib/jobs/ingest';
import { sampleRevisions, writeSampleCommit } from '@/lib/jobs/sample-repository';
import { type SampleStep, sampleSteps } from '@/lib/jobs/sample-steps';
import { sourceOf } from '@/lib/sources/index';
import { day, midnightOf } from '@/lib/sources/sample/calendar';
import { codeCommits } from '@/lib/sources/sample/code-commits';
import { dice } from '@/lib/sources/sample/dice';
import { networkRuns } from '@/lib/sources/sample/network-runs';
import { type SampleConfig, sampleWorld } from '@/lib/sources/sample/sample';
import { sampleFreshness, worldAt } from '@/lib/sources/sample/world';
import type { Collected, ScopeSpec } from '@/lib/sources/source';

export interface SampleProgress {
  /** Days of history that are made, of how many */
  day: number;
  days: number;
  /** `day 34 of 90` */
  doing: string;
}

export interface SampleHistory {
  config: SampleConfig;
  sampleId: string;
  /** The source that reads the repository, and its folder; null without git */
  code: { gitId: string; folder: string } | null;
  /** Told once a day of history; what it throws ends the making */
  onProgress: (progress: SampleProgress) => Promise<void>;
}

/** Makes the history of the sample estate through the path that every source takes, with the times of then. */
export async function makeSampleHistory(job: Viewer, history: SampleHistory): Promise<void> {
  const { config, sampleId, code, onProgress } = history;
  const world = sampleWorld(config);
  const commits = codeCommits(world.end);
  const reader = code && codeReader(code.folder);
  const record = (sourceId: string, spec: ScopeSpec, collected: Collected, at: number) =>
    ingest(job, sourceId, spec, collected, spanOf(spec.key, at));
  const does: { [Do in SampleStep['do']]: (step: SampleStep & { do: Do }) => Promise<unknown> } = {
    runs: async ({ at, since }) => {
      const scope = world.scopes.find(({ kind }) => kind === 'run');
      if (!scope) return;
      const told = worldAt(world, scope, at, since);
      const applied = code
        ? networkRuns(commits, await sampleRevisions(code.folder), sampleRepositoryName, since, at)
        : [];
      const whole = told.outcome === 'complete' ? { ...told, runs: [...(told.runs ?? []), ...applied] } : told;
      await record(sampleId, scope, whole, at);
    },
    scan: ({ at, scope, since }) => record(sampleId, scope, worldAt(world, scope, at, since), at),
    commit: async ({ index }) => {
      if (code) await writeSampleCommit(code.folder, commits, index);
      reader?.forget();
    },
    code: async ({ at }) => {
      if (!code || !reader) return;
      for (const { spec, collected } of await reader.read(at)) await record(code.gitId, spec, collected, at);
    },
    silence: ({ at }) => recordSilence(job, new Date(at)),
    day: ({ at }) => recordDay(job, new Date(midnightOf(at))),
  };
  let told = -1;
  for (const lanes of lanesOf(sampleSteps(world))) {
    const at = lanes[0]?.[0]?.at ?? world.start;
    const made = Math.min(config.days, Math.max(0, Math.floor((at - world.start) / day)));
    if (made > told) await onProgress({ day: made, days: config.days, doing: `day ${made} of ${config.days}` });
    told = made;
    await Promise.all(
      lanes.map(async (lane) => {
        for (const step of lane) await (does[step.do] as (step: SampleStep) => Promise<unknown>)(step);
      }),
    );
  }
}

/**
 * What is done side by side: at one moment, what hosts are joined from in its order, and beside it the scans of what they
 * are not. All else waits for both.
 */
function lanesOf(steps: readonly SampleStep[]): SampleStep[][][] {
  const groups: SampleStep[][][] = [];
  let last: SampleStep | null = null;
  for (const step of steps) {
    const lane = laneOf(step);
    if (lane === null || last?.at !== step.at || laneOf(last) === null) groups.push([[], []]);
    groups.at(-1)?.[lane ?? 0]?.push(step);
    last = step;
  }
  return groups.map((lanes) => lanes.filter((it) => it.length > 0));
}

function laneOf(step: SampleStep): 0 | 1 | null {
  if (step.do === 'runs' || step.do === 'silence') return 0;
  if (step.do !== 'scan' || step.scope.kind === 'activity') return null;
  return step.scope.kind === 'aws.ec2.volume' || step.scope.kind === 'aws.ec2.instance' ? 0 : 1;
}

interface CodeAnswer {
  spec: ScopeSpec;
  collected: Collected;
}

/** Reads the repository as any Git source is read; once per commit, since between them nothing changes. */
function codeReader(folder: string) {
  let held: CodeAnswer[] | null = null;
  return {
    forget: () => {
      held = null;
    },
    read: async (at: number): Promise<CodeAnswer[]> => {
      held ??= await readCode(folder, at);
      return held;
    },
  };
}

async function readCode(folder: string, at: number): Promise<CodeAnswer[]> {
  const source = sourceOf('git');
  if (!source) throw new Error('There is no source that reads Git');
  const config: unknown = source.config.parse({ url: folder, name: sampleRepositoryName });
  const signal = new AbortController().signal;
  const context = { at: new Date(at), signal, progress: () => undefined, lastCompleteAt: null };
  const specs = await source.scopes(config, context);
  return Promise.all(
    specs.map(async (spec) => ({
      // Between the scans of the history it stays unread for a day
      spec: { ...spec, freshnessSeconds: sampleFreshness },
      collected: await source.collect(config, spec, context),
    })),
  );
}

/** A scan takes a few seconds, and begins a little after its moment: the scopes follow one another. */
function spanOf(key: string, at: number): { startedAt: Date; finishedAt: Date } {
  const startedAt = at + Math.floor(dice(`begins ${key}`) * 20) * 1000;
  return {
    startedAt: new Date(startedAt),
    finishedAt: new Date(startedAt + 1500 + Math.floor(dice(`takes ${key} ${at}`) * 6500)),
  };
}
