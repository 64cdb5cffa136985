import { type CanonicalRule, canonicalRule, type Span } from '@/lib/drift/rule';
import { coverSpan, mergeSpans } from '@/lib/drift/spans';
import type { Histories, Neighbourhood } from '@/lib/resources/drift-sides';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

/** A rule beside its canonical form. */
export interface Known<R extends SecurityGroupRule> {
  rule: R;
  canonical: CanonicalRule;
}

/** Which traffic a set of rules lets through: spans per key, merged, so that splitting a range changes nothing. */
export type Coverage = ReadonlyMap<string, readonly Span[]>;

export function knownRules<R extends SecurityGroupRule>(rules: readonly R[], where: Neighbourhood): Known<R>[] {
  return rules.map((rule) => ({ rule, canonical: canonicalRule(rule, where) }));
}

export function coverageOf(rules: readonly Known<SecurityGroupRule>[]): Coverage {
  const spans = new Map<string, Span[]>();
  for (const { canonical } of rules) {
    spans.set(canonical.key, [...(spans.get(canonical.key) ?? []), canonical.span]);
  }
  return new Map([...spans].map(([key, list]) => [key, mergeSpans(list)]));
}

/** Both histories with each state's coverage, worked out once. */
export function pastOf(histories: Histories, where: Neighbourhood) {
  const covered = <S extends { rules: readonly SecurityGroupRule[] }>(state: S) => ({
    ...state,
    coverage: coverageOf(knownRules(state.rules, where)),
  });
  return { observed: histories.observed.map(covered), declared: histories.declared.map(covered) };
}
export type Past = ReturnType<typeof pastOf>;

/** Whether the traffic of one piece is let through. */
export function lets(coverage: Coverage, piece: Pick<CanonicalRule, 'key' | 'span'>): boolean {
  return coverSpan(coverage.get(piece.key) ?? [], piece.span);
}
