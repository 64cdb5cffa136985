import type { Place } from '@/lib/resources/place';

/** What a rule asks of a resource; a condition that is null is not asked. All are patterns: `*` any text, `?` one character. */
export interface RuleConditions {
  account: string | null;
  region: string | null;
  namePattern: string | null;
  /** The key is compared whole, its value by pattern; both or neither */
  tagKey: string | null;
  tagPattern: string | null;
  /** Any of its groups; nodes and hosts have some */
  inventoryGroup: string | null;
}

/** A rule of an administrator: where what it matches belongs; a part that is null is left to later rules and to tags. */
export interface PlaceRule extends RuleConditions, Place {}

/** What rules know of a resource. */
export interface PlaceSubject {
  name: string;
  account: string | null;
  region: string | null;
  tags: Readonly<Record<string, string>>;
  groups: readonly string[];
}

/** Whether every condition holds, without regard to case. */
export function matchesRule(rule: RuleConditions, it: PlaceSubject): boolean {
  const fits = (pattern: string | null, text: string | null) =>
    pattern === null || (text !== null && matchesPattern(pattern, text));
  const { tagKey, tagPattern, inventoryGroup } = rule;
  return (
    fits(rule.account, it.account) &&
    fits(rule.region, it.region) &&
    fits(rule.namePattern, it.name) &&
    (tagKey === null ||
      Object.entries(it.tags).some(
        ([key, value]) => key.toLowerCase() === tagKey.toLowerCase() && fits(tagPattern, value),
      )) &&
    (inventoryGroup === null || it.groups.some((group) => matchesPattern(inventoryGroup, group)))
  );
}

/** The place that rules give, each part by the first rule that matches and names it. */
export function placeByRules(rules: readonly PlaceRule[], it: PlaceSubject): Place {
  const place: Place = { facility: null, environment: null, team: null };
  for (const rule of rules) {
    if (place.facility !== null && place.environment !== null && place.team !== null) break;
    if (!matchesRule(rule, it)) continue;
    place.facility ??= rule.facility;
    place.environment ??= rule.environment;
    place.team ??= rule.team;
  }
  return place;
}

/** Walks back to the last star alone, so that no pattern takes longer than its length times that of the text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = [...pattern.toLowerCase()];
  const given = [...text.toLowerCase()];
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < given.length) {
    if (wanted[p] === '*') {
      [star, mark] = [p, t];
      p += 1;
    } else if (wanted[p] === '?' || wanted[p] === given[t]) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      mark += 1;
      [p, t] = [star + 1, mark];
    } else return false;
  }
  return wanted.slice(p).every((rest) => rest === '*');
}
