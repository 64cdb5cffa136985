import type { DatedGrant, Grant } from '@/lib/access/reach';

/** A grant in words: `Riverside`, `Riverside / production`, `any facility / any environment / EHR platform`. */
function words({ facility, environment, team }: Grant): string {
  if (facility === null && environment === null && team === null) return 'everything';
  const parts = [facility ?? 'any facility'];
  if (environment !== null || team !== null) parts.push(environment ?? 'any environment');
  if (team !== null) parts.push(team);
  return parts.join(' / ');
}

/** A reach in words, with the dates of what begins later or ends; `at` is the moment of which the page speaks. */
export function reachWords(reach: readonly (Grant & Partial<DatedGrant>)[] | null, at: Date = new Date()): string {
  if (reach === null) return 'everything';
  if (reach.length === 0) return 'nothing';
  return reach
    .map((grant) =>
      [
        words(grant),
        grant.from && new Date(grant.from) > at ? `from ${grant.from.slice(0, 10)}` : null,
        grant.until ? `until ${grant.until.slice(0, 10)}` : null,
      ]
        .filter((part) => part !== null)
        .join(' '),
    )
    .join(', ');
}
