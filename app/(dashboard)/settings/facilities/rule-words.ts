import type { Place } from '@/lib/resources/place';
import type { RuleConditions } from '@/lib/resources/place-rule';

/** What a rule asks, in words: `account 4180*, tag site is river*`. */
export function conditionWords(rule: RuleConditions): string {
  return [
    rule.account && `account ${rule.account}`,
    rule.region && `region ${rule.region}`,
    rule.namePattern && `name ${rule.namePattern}`,
    rule.tagKey && `tag ${rule.tagKey} is ${rule.tagPattern}`,
    rule.inventoryGroup && `inventory group ${rule.inventoryGroup}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Where something belongs, in words; what is left open is not said. */
export function placeWords({ facility, environment, team }: Place): string {
  return [facility, environment, team].filter((part) => part !== null).join(' / ') || 'nowhere yet';
}

/**
 * The fleet list as near to a rule as its filters come: accounts and regions without a pattern, and the words of names
 * and tags.
 */
export function fleetHref(rule: RuleConditions): string {
  const params = new URLSearchParams();
  for (const part of ['account', 'region'] as const) {
    const value = rule[part];
    if (value !== null && !/[*?]/.test(value)) params.set(part, value);
  }
  const words = [rule.namePattern, rule.tagPattern].flatMap((text) => text?.split(/[*?]+/).filter(Boolean) ?? []);
  if (words.length > 0) params.set('q', words.join(' '));
  return params.size > 0 ? `/fleet?${params}` : '/fleet';
}
