import type { Rule } from '@/lib/drift/rule';

/** Which side is ahead of the other. */
export type Side = 'cloud' | 'code';

/** Where in the code something stands. Drift needs its time alone and hands the rest through. */
export interface Place {
  /** UTC, RFC 3339 */
  committedAt: string;
}

/** What is known of a rule that cannot be resolved without running the code; what is left out may be anything. */
export interface RulePattern {
  direction: 'ingress' | 'egress';
  protocol?: string | undefined;
  fromPort?: number | null | undefined;
  toPort?: number | null | undefined;
  peerKind?: Rule['peerKind'] | undefined;
}

export interface Unresolved<P extends Place> {
  /** The argument of the module, such as `rules` or `vpc_id` */
  what: string;
  expression: string;
  at: P;
  /** Set where it may stand for a rule */
  known?: RulePattern | undefined;
}

/** A group as the code says it should be. */
export interface DeclaredSide<P extends Place> {
  state: 'present' | 'absent';
  purgeIngress: boolean;
  purgeEgress: boolean;
  /** False: the default all-out is kept */
  egressDeclared: boolean;
  rules: readonly (Rule & { at: P })[];
  unresolved: readonly Unresolved<P>[];
  at: P;
}

/** A group as it was declared from–to; `to` null is now. */
export interface DeclaredState<P extends Place> {
  /** Which declaration: rows of one key follow each other */
  key: string;
  from: Date;
  to: Date | null;
  /** Time of the commit that made it so */
  committedAt: Date;
  rules: readonly (Rule & { at: P })[];
}

/** A group as it was observed from–to; `to` null is now. */
export interface ObservedState {
  from: Date;
  to: Date | null;
  rules: readonly Rule[];
}

/** Both sides' past, oldest first, up to now. */
export interface Histories<P extends Place> {
  observed: readonly ObservedState[];
  declared: readonly DeclaredState<P>[];
}

/** One row of the two columns. */
export interface Line<P extends Place> {
  /** `tolerated`: not in the code, which leaves other rules alone */
  kind: 'equal' | 'different' | 'undeclared' | 'missing' | 'unresolved' | 'tolerated';
  declared: (Rule & { at: P }) | null;
  /** `firstSeen`: UTC, of the unbroken time until now */
  observed: (Rule & { firstSeen: string | null }) | null;
  /** What may stand for the observed rule */
  unresolved: Unresolved<P> | null;
  ahead: Side | null;
  /** UTC, RFC 3339: since when that side is ahead */
  since: string | null;
  /** It was so at the first look already: since then, or earlier */
  orEarlier: boolean;
  why: string;
}

export interface Counts {
  equal: number;
  different: number;
  undeclared: number;
  missing: number;
  unresolved: number;
}

/** What comparing the two sides of one group says. No drift: `ahead` is null. */
export interface Comparison<P extends Place> {
  /** `code-only`: declared and not in the cloud; `absent`: in the cloud and declared absent */
  presence: 'both' | 'code-only' | 'absent';
  lines: Line<P>[];
  counts: Counts;
  ahead: Side | 'both' | null;
  since: string | null;
  worldOpen: boolean;
  /** One sentence for lists: the worst difference */
  summary: string | null;
}
