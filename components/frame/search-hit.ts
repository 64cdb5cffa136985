/** The groups of the search, in the order in which they are shown. */
export const searchGroups = ['hosts', 'groups', 'addresses', 'ports', 'commits', 'people', 'runs'] as const;

/** One thing that /api/v1/search found. */
export type SearchHit = {
  group: (typeof searchGroups)[number];
  title: string;
  /** What tells it from its namesakes: account, facility, file. */
  hint: string | null;
  /** A path inside Plumbline. */
  href: string;
};

/** The hits of an answer; what is not one is left out. */
export function searchHits(answer: unknown): SearchHit[] {
  const data = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : null;
  return Array.isArray(data) ? data.filter(isHit) : [];
}

function isHit(value: unknown): value is SearchHit {
  if (typeof value !== 'object' || value === null) return false;
  const { group, title, href } = value as Partial<SearchHit>;
  return (
    searchGroups.some((known) => known === group) &&
    typeof title === 'string' &&
    typeof href === 'string' &&
    href.startsWith('/')
  );
}
