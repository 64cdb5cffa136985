import type { CodePlace, DeclaredGroup } from '@/lib/resources/declared-group';
import type { Commit } from '@/lib/sources/git/blame';
import type { PlacedGroup } from '@/lib/sources/git/declare-group';
import { excerpts } from '@/lib/sources/git/excerpts';
import type { Spot } from '@/lib/sources/git/located';

/** Who wrote what, per file. */
export interface Authorship {
  /** The commit of each line, the first at index 0 */
  lines: readonly Commit[];
  /** The last commit that touched the file: also the one that removed lines */
  last: Commit;
}

export interface Origin {
  repository: string;
  account: string | null;
  region: string | null;
  authorship: ReadonlyMap<string, Authorship>;
  texts: ReadonlyMap<string, string | null>;
}

/** Gives each rule its place in the code and the commit that made it so. */
export function placeGroup(group: PlacedGroup, origin: Origin): DeclaredGroup {
  const { spot, rules, unresolved, ...fields } = group;
  const at = (spots: readonly Spot[]) => latest(spots.map((one) => placeOf(one, origin)));
  const placedRules = rules.map(({ rule, spots }) => ({ ...rule, at: at(spots) }));
  const placedUnresolved = unresolved.map(({ what, expression, spot: one, known }) => ({
    what,
    expression,
    at: placeOf(one, origin),
    ...(known ? { known } : {}),
  }));
  const places = [spot, ...placedRules.map((rule) => rule.at), ...placedUnresolved.map((entry) => entry.at)];
  return {
    ...fields,
    account: fields.account ?? origin.account,
    region: fields.region ?? origin.region,
    rules: placedRules,
    unresolved: placedUnresolved,
    repository: origin.repository,
    at: { ...placeOf(spot, origin), ...(origin.authorship.get(spot.file)?.last ?? nobody) },
    code: excerpts(places, origin.texts),
  };
}

/** Every file whose authorship a group needs. */
export function filesOf({ spot, rules, unresolved }: PlacedGroup): string[] {
  const spots = [spot, ...rules.flatMap((rule) => rule.spots), ...unresolved.map((entry) => entry.spot)];
  return [...new Set(spots.map(({ file }) => file))];
}

const nobody: Commit = { revision: '', author: 'unknown', committedAt: '1970-01-01T00:00:00Z', subject: '' };

function placeOf({ file, line }: Spot, { authorship }: Origin): CodePlace {
  return { file, line, ...(authorship.get(file)?.lines[line - 1] ?? nobody) };
}

/** Of the lines that make a rule, the one that changed last: that is where the rule became what it is. */
function latest(places: readonly CodePlace[]): CodePlace {
  const [first, ...others] = places;
  if (!first) throw new Error('A rule without a place');
  return others.reduce((a, b) => (Date.parse(b.committedAt) > Date.parse(a.committedAt) ? b : a), first);
}
