import type { ObservedResource } from '@/lib/sources/source';

/** One state of a resource, from–to in milliseconds since 1970; the last one lasts until Infinity or its end. */
export interface Stretch {
  from: number;
  to: number;
  fields: unknown;
}

/** A resource over the whole history: what each scan of its scope would have seen of it. */
export interface Timeline {
  /** Key of the scope that sees it */
  scope: string;
  externalId: string;
  stretches: Stretch[];
}

/** One resource that never changes while it is there. */
export function steady(scope: string, externalId: string, from: number, to: number, fields: unknown): Timeline {
  return { scope, externalId, stretches: [{ from, to, fields }] };
}

/** What a scan at `moment` sees. */
export function seenAt(timelines: readonly Timeline[], moment: number): ObservedResource[] {
  return timelines.flatMap(({ externalId, stretches }) => {
    const now = stretches.find(({ from, to }) => from <= moment && moment < to);
    return now ? [{ externalId, fields: now.fields }] : [];
  });
}

/** The moments within (after, until] at which something of the timelines changes. */
export function changesOf(timelines: readonly Timeline[], after: number, until: number): number[] {
  const moments = timelines.flatMap(({ stretches }) => stretches.flatMap(({ from, to }) => [from, to]));
  return moments.filter((moment) => moment > after && moment <= until);
}
