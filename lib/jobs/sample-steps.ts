import { day, hour, minute } from '@/lib/sources/sample/calendar';
import { codeCommits } from '@/lib/sources/sample/code-commits';
import { extraScans, type World } from '@/lib/sources/sample/world';
import type { ScopeSpec } from '@/lib/sources/source';

/** One thing to do while the history is made, in the order of time. */
export type SampleStep = { at: number } & (
  | { do: 'runs'; since: number }
  | { do: 'scan'; scope: ScopeSpec; since: number }
  | { do: 'commit'; index: number }
  | { do: 'code' | 'silence' | 'day' }
);

/** Half a day of runs at once: the worker stays below 400 MB. */
const batch = 12 * hour;
/** At one moment, what is first is done first. */
const order: SampleStep['do'][] = ['runs', 'silence', 'commit', 'scan', 'code', 'day'];

/**
 * Everything that happened, as it would have been collected: every scope at midnight and a few minutes after each change
 * of its own, runs as they came in, commits as they were made; and all of it once more at the end.
 */
export function sampleSteps(world: World): SampleStep[] {
  const { start, end } = world;
  const commits = codeCommits(end);
  const steps: SampleStep[] = commits.map(({ at }, index) => ({ at: Math.max(start, at), do: 'commit', index }));
  const last = end - minute;
  const midnights: number[] = [];
  for (let at = start; at < last - 5 * minute; at += day) midnights.push(at);
  const push = (moments: readonly number[], before: number, stepOf: (at: number, since: number) => SampleStep) => {
    const sorted = [...moments].sort((a, b) => a - b);
    for (const [index, at] of sorted.entries()) steps.push(stepOf(at, sorted[index - 1] ?? at - before));
  };
  for (const scope of world.scopes) {
    if (scope.kind === 'run') continue;
    const moments = extraScans(world, scope).filter((at) => at < last - 5 * minute);
    push([...midnights, ...moments, last], day, (at, since) => ({ at, do: 'scan', scope, since }));
  }
  // The first a minute late: hosts are joined to instances that are known
  const batches = [start + minute];
  for (let at = start + batch; at < last - 5 * minute; at += batch) batches.push(at);
  // What a host reported last comes in before the scan that no longer finds it
  batches.push(...departures(world).filter((at) => at < last - 5 * minute));
  push([...batches, last], 4 * hour, (at, since) => ({ at, do: 'runs', since }));
  for (const at of [...midnights, last]) steps.push({ at, do: 'code' }, { at, do: 'silence' });
  for (const { at } of commits) if (at > start) steps.push({ at: at + 4 * minute, do: 'code' });
  for (const at of midnights.slice(1)) steps.push({ at, do: 'day' });
  return steps.sort((a, b) => a.at - b.at || rank(a) - rank(b));
}

function rank(step: SampleStep): number {
  // The trail names things by then known
  return step.do === 'scan' && step.scope.kind === 'activity' ? order.length : order.indexOf(step.do);
}

/** The moments at which hosts go, before the scans that find them gone. */
function departures({ hosts, start, end }: World): number[] {
  return [...new Set(hosts.map(({ to }) => to))].filter((to) => to > start && to < end);
}
