import { type CanonicalRule, canonicalRule, type Neighbourhood, type Rule, type Span } from '@/lib/drift/rule';
import type { Histories, Place } from '@/lib/drift/sides';
import { coverSpan, mergeSpans } from '@/lib/drift/spans';

/** A rule beside its canonical form. */
export interface Known<R extends Rule> {
  rule: R;
  canonical: CanonicalRule;
}

/** Which traffic a set of rules lets through: spans per key, merged, so that splitting a range changes nothing. */
export type Coverage = ReadonlyMap<string, readonly Span[]>;

export function knownRules<R extends Rule>(rules: readonly R[], where: Neighbourhood): Known<R>[] {
  return rules.map((rule) => ({ rule, canonical: canonicalRule(rule, where) }));
}

export function coverageOf(rules: readonly Known<Rule>[]): Coverage {
  const spans = new Map<string, Span[]>();
  for (const { canonical } of rules) {
    spans.set(canonical.key, [...(spans.get(canonical.key) ?? []), canonical.span]);
  }
  return new Map([...spans].map(([key, list]) => [key, mergeSpans(list)]));
}

/** Both histories with each state's coverage, worked out once. */
export function pastOf<P extends Place>(histories: Histories<P>, where: Neighbourhood) {
  const covered = <S extends { rules: readonly Rule[] }>(state: S) => ({
    ...state,
    coverage: coverageOf(knownRules(state.rules, where)),
  });
  return { observed: histories.observed.map(covered), declared: histories.declared.map(covered) };
}
export type Past<P extends Place> = ReturnType<typeof pastOf<P>>;

/** Whether the traffic of one piece is let through. */
export function lets(coverage: Coverage, piece: Pick<CanonicalRule, 'key' | 'span'>): boolean {
  return coverSpan(coverage.get(piece.key) ?? [], piece.span);
}
