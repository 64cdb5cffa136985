import { firstSeen, type Verdict, whyDifferent, whyMissing, whyUndeclared } from '@/lib/drift/ahead';
import { conclude } from '@/lib/drift/conclude';
import { coverageOf, type Known, knownRules, type Past, pastOf } from '@/lib/drift/coverage';
import { mergeDeclared } from '@/lib/drift/merge-declared';
import { type CanonicalRule, canonicalRule, type Span } from '@/lib/drift/rule';
import { commonSpans, withoutSpans } from '@/lib/drift/spans';
import { standsFor } from '@/lib/drift/stands-for';
import type { DeclaredRule } from '@/lib/resources/declared-group';
import type { DriftComparison, DriftLine, UnresolvedPart } from '@/lib/resources/drift-comparison';
import type { DeclaredSide, Neighbourhood, Sides } from '@/lib/resources/drift-sides';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

/**
 * Compares a group as declared with the group as observed; `observed` null: it is not in the cloud. Pure: the same
 * input gives the same answer. Order, and ranges split or merged, make no difference; nor does a description.
 */
export function compareGroup({ observed, histories, where, ...sides }: Sides): DriftComparison {
  const declared = mergeDeclared(sides.declared);
  const past = pastOf(histories, where);
  const there = merged(knownRules(observed ?? [], where), where);
  if (declared.state === 'absent') {
    const lines = pieces(there, [], where).map((piece) => undeclaredLine(past, piece));
    return conclude({ declared, presence: observed ? 'absent' : 'both', lines, past });
  }
  const code = knownRules(declared.rules, where);
  const missing = pieces(code, there, where);
  const extra = pieces(there, [...code, ...keptDefaults(declared, there)], where);
  const lines: DriftLine[] = equalLines(past, code, there, where);
  const undeclared: Known<SecurityGroupRule>[] = [];
  const met = new Set<UnresolvedPart>();
  for (const piece of extra) {
    const candidate = declared.unresolved.find((entry) => entry.known && standsFor(entry.known, piece.canonical));
    const purged = piece.rule.direction === 'ingress' ? declared.purgeIngress : declared.purgeEgress;
    if (candidate) {
      met.add(candidate);
      lines.push(unresolvedLine(past, candidate, piece));
    } else if (purged) undeclared.push(piece);
    else lines.push(toleratedLine(past, piece));
  }
  for (const entry of declared.unresolved) {
    if (entry.known && !met.has(entry)) lines.push(unresolvedLine(past, entry, null));
  }
  const { pairs, loneMissing, loneUndeclared } = pair(missing, undeclared);
  lines.push(...pairs.map(([mine, theirs]) => differentLine(past, mine, theirs)));
  lines.push(...loneUndeclared.map((piece) => undeclaredLine(past, piece)));
  lines.push(...loneMissing.map((piece) => missingLine(past, piece)));
  return conclude({ declared, presence: observed ? 'both' : 'code-only', lines, past });
}

/** What `rules` let through and `others` do not, in the largest pieces that still have one place in the code. */
function pieces<R extends SecurityGroupRule>(
  rules: Known<R>[],
  others: Known<SecurityGroupRule>[],
  where: Neighbourhood,
): Known<R>[] {
  const taken = new Map<string, Span[]>();
  for (const [key, spans] of coverageOf(others)) taken.set(key, [...spans]);
  return rules.flatMap(({ rule, canonical }) => {
    const rest = withoutSpans([canonical.span], taken.get(canonical.key) ?? []);
    taken.set(canonical.key, [...(taken.get(canonical.key) ?? []), canonical.span]);
    return rest.map((span) => narrowed(rule, canonical, span, where));
  });
}

function narrowed<R extends SecurityGroupRule>(
  rule: R,
  canonical: CanonicalRule,
  span: Span,
  where: Neighbourhood,
): Known<R> {
  if (span[0] === canonical.span[0] && span[1] === canonical.span[1]) return { rule, canonical };
  const part = { ...rule, fromPort: span[0], toPort: span[1] };
  return { rule: part, canonical: canonicalRule(part, where) };
}

/** Ranges of one peer that touch become one, so that it does not matter in how many rules the cloud keeps them. */
function merged(rules: Known<SecurityGroupRule>[], where: Neighbourhood): Known<SecurityGroupRule>[] {
  return [...coverageOf(rules)].flatMap(([key, spans]) => {
    const alike = rules.filter(({ canonical }) => canonical.key === key);
    return spans.flatMap((span) => {
      const within = alike.find(({ canonical }) => commonSpans([canonical.span], [span]).length > 0);
      return within ? [narrowed(within.rule, within.canonical, span, where)] : [];
    });
  });
}

/** Without declared egress rules the default stays: everything out. Its absence is no drift either. */
function keptDefaults(declared: DeclaredSide, there: Known<SecurityGroupRule>[]): Known<SecurityGroupRule>[] {
  if (declared.egressDeclared) return [];
  return there.filter(
    ({ rule, canonical }) =>
      rule.direction === 'egress' && canonical.protocol === '-1' && /^(0\.0\.0\.0|::)\/0$/.test(canonical.peer),
  );
}

function equalLines(
  past: Past,
  code: Known<DeclaredRule>[],
  there: Known<SecurityGroupRule>[],
  where: Neighbourhood,
): DriftLine[] {
  const covered = coverageOf(there);
  const said = new Set<string>();
  return code.flatMap(({ rule, canonical }) =>
    commonSpans([canonical.span], covered.get(canonical.key) ?? []).flatMap((span) => {
      const piece = narrowed(rule, canonical, span, where);
      const name = `${canonical.key} ${span}`;
      if (said.has(name)) return [];
      said.add(name);
      const match = there.find(
        (other) => other.canonical.key === canonical.key && commonSpans([other.canonical.span], [span]).length > 0,
      );
      const observed = { ...(match?.rule ?? rule), fromPort: piece.rule.fromPort, toPort: piece.rule.toPort };
      return [line('equal', piece.rule, seenRule(past, { rule: observed, canonical: piece.canonical }))];
    }),
  );
}

/** Pairs what is missing with what is undeclared where the traffic is the same and only the peer differs. */
function pair(missing: Known<DeclaredRule>[], undeclared: Known<SecurityGroupRule>[]) {
  const left = new Set(undeclared);
  const pairs: [Known<DeclaredRule>, Known<SecurityGroupRule>][] = [];
  const loneMissing: Known<DeclaredRule>[] = [];
  for (const mine of missing) {
    const same = [...left].filter(
      ({ canonical }) =>
        canonical.traffic === mine.canonical.traffic && `${canonical.span}` === `${mine.canonical.span}`,
    );
    const theirs = same.find(({ rule }) => rule.peerKind === mine.rule.peerKind) ?? same[0];
    if (theirs) pairs.push([mine, theirs]);
    else loneMissing.push(mine);
    if (theirs) left.delete(theirs);
  }
  return { pairs, loneMissing, loneUndeclared: [...left] };
}

function seenRule(past: Past, { rule, canonical }: Known<SecurityGroupRule>) {
  return { ...rule, firstSeen: firstSeen(past, canonical)?.at.toISOString() ?? null };
}

function line(
  kind: DriftLine['kind'],
  declared: DriftLine['declared'],
  observed: DriftLine['observed'],
  verdict?: Verdict,
): DriftLine {
  const { ahead = null, since = null, orEarlier = false, why = '' } = verdict ?? {};
  return { kind, declared, observed, unresolved: null, ahead, since: since?.toISOString() ?? null, orEarlier, why };
}

function undeclaredLine(past: Past, piece: Known<SecurityGroupRule>): DriftLine {
  return line('undeclared', null, seenRule(past, piece), whyUndeclared(past, piece.canonical));
}

function missingLine(past: Past, { rule, canonical }: Known<DeclaredRule>): DriftLine {
  return line('missing', rule, null, whyMissing(past, canonical, rule.at));
}

function differentLine(past: Past, mine: Known<DeclaredRule>, theirs: Known<SecurityGroupRule>): DriftLine {
  const verdict = whyDifferent(whyUndeclared(past, theirs.canonical), whyMissing(past, mine.canonical, mine.rule.at));
  return line('different', mine.rule, seenRule(past, theirs), verdict);
}

function toleratedLine(past: Past, piece: Known<SecurityGroupRule>): DriftLine {
  return {
    ...line('tolerated', null, seenRule(past, piece)),
    why: 'The code leaves rules alone that it does not name.',
  };
}

function unresolvedLine(past: Past, entry: UnresolvedPart, piece: Known<SecurityGroupRule> | null): DriftLine {
  const why = piece
    ? 'It may be what this expression stands for.'
    : 'What this expression stands for is known only when the code runs.';
  return { ...line('unresolved', null, piece && seenRule(past, piece)), unresolved: entry, why };
}
