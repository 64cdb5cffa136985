import { lets, type Past } from '@/lib/drift/coverage';
import type { CanonicalRule } from '@/lib/drift/rule';
import type { CodePlace } from '@/lib/resources/declared-group';

type Piece = Pick<CanonicalRule, 'key' | 'span'>;

/** Which side moved last, when, and how one knows. */
export interface Verdict {
  ahead: 'cloud' | 'code';
  since: Date;
  /** It was so at the first look already */
  orEarlier: boolean;
  why: string;
}

/** Since when the cloud has a piece without a break; null when it has it not. */
export function firstSeen(past: Past, piece: Piece): { at: Date; orEarlier: boolean } | null {
  let first: Date | null = null;
  let index = past.observed.length - 1;
  for (; index >= 0; index -= 1) {
    const state = past.observed[index];
    if (!state || !lets(state.coverage, piece)) break;
    if (first ? state.to?.getTime() !== first.getTime() : state.to !== null) break;
    first = state.from;
  }
  return first && { at: first, orEarlier: index < 0 };
}

/** The cloud has it, the code has not. */
export function whyUndeclared(past: Past, piece: Piece): Verdict {
  const seen = firstSeen(past, piece) ?? { at: new Date(0), orEarlier: true };
  const removed = removedAt(past, piece);
  if (removed && removed > seen.at) {
    return { ahead: 'code', since: removed, orEarlier: false, why: 'The code had it and removed it.' };
  }
  const why = removed
    ? 'The code removed it before it came to the cloud.'
    : 'No declaration of this group has ever named it.';
  return { ahead: 'cloud', since: seen.at, orEarlier: seen.orEarlier, why };
}

/** The code has it, the cloud has not. */
export function whyMissing(past: Past, piece: Piece, at: CodePlace): Verdict {
  const committed = new Date(at.committedAt);
  const had = past.observed.findLast((state) => lets(state.coverage, piece));
  if (had?.to && had.to > committed) {
    return { ahead: 'cloud', since: had.to, orEarlier: false, why: 'The cloud had it and lost it.' };
  }
  const why = had ? 'The cloud lost it before it was declared.' : 'Declared, and never seen in the cloud.';
  return { ahead: 'code', since: committed, orEarlier: false, why };
}

/** Same traffic, other peer: the side that moved last is ahead. */
export function whyDifferent(undeclared: Verdict, missing: Verdict): Verdict {
  const since = undeclared.since > missing.since ? undeclared.since : missing.since;
  if (undeclared.ahead === missing.ahead) return { ...undeclared, since, why: movedWhy[undeclared.ahead] };
  if (undeclared.ahead === 'code') return { ...undeclared, why: movedWhy.code };
  const ahead = missing.since > undeclared.since ? missing : undeclared;
  return { ...ahead, why: movedWhy[ahead.ahead] };
}

const movedWhy: Record<Verdict['ahead'], string> = {
  cloud: 'The cloud changed after the code.',
  code: 'The code changed after the cloud.',
};

/** When the code let go of a piece that it once had: the commit that did it, else when it was noticed. */
function removedAt(past: Past, piece: Piece): Date | null {
  const had = past.declared.findLast((state) => lets(state.coverage, piece));
  if (!had?.to) return null;
  const { key, to } = had;
  const next = past.declared.find((state) => state.key === key && state.from >= to);
  return next ? next.committedAt : to;
}
