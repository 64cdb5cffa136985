import type { Facet } from '@/components/ui/filter-bar';
import type { RunFacet, runCounts } from '@/lib/queries/run-counts';
import type { RunError } from '@/lib/queries/run-errors';

type Params = Record<string, string | string[] | undefined>;

const titles: Record<RunFacet, string> = { facility: 'Facility', team: 'Team', tool: 'Tool', mode: 'Mode' };

/** What runs can be filtered by, and the filters that other pages lead here with, so that each has its pill. */
export function runFacets(
  params: Params,
  counts: Awaited<ReturnType<typeof runCounts>>,
  errors: readonly RunError[],
): Facet[] {
  const chosen = (['facility', 'team', 'tool', 'mode'] as const).map((key) => ({
    key,
    title: titles[key],
    values: counts.values[key],
  }));
  const given = (key: string, title: string, label: (value: string) => string): Facet[] =>
    [params[key] ?? []].flat().map((value) => ({
      key,
      title,
      values: [{ value, label: label(value), count: counts.total }],
    }));
  const message = (digest: string) => errors.find((error) => error.digest.startsWith(digest))?.message ?? digest;
  return [
    ...chosen,
    ...given('host', 'Host', (host) => host),
    ...given('revision', 'Revision', (revision) => revision.slice(0, 12)),
    ...given('error', 'Error', (digest) => message(digest).slice(0, 60)),
    ...given('environment', 'Environment', (environment) => environment),
  ];
}
