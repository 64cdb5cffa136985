import type { DeclaredGroup, DeclaredRule } from '@/lib/resources/declared-group';
import type { DriftComparison } from '@/lib/resources/drift-comparison';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

/** A group as the code says it should be: what of a declaration is compared. */
export type DeclaredSide = Pick<
  DeclaredGroup,
  'state' | 'purgeIngress' | 'purgeEgress' | 'egressDeclared' | 'rules' | 'unresolved' | 'at'
>;

/** A group as it was declared from–to; `to` null is now. */
export interface DeclaredState {
  /** Which declaration: rows of one key follow each other */
  key: string;
  from: Date;
  to: Date | null;
  /** Time of the commit that made it so */
  committedAt: Date;
  rules: readonly DeclaredRule[];
}

/** A group as it was observed from–to; `to` null is now. */
export interface ObservedState {
  from: Date;
  to: Date | null;
  rules: readonly SecurityGroupRule[];
}

/** Both sides' past, oldest first, up to now. */
export interface Histories {
  observed: readonly ObservedState[];
  declared: readonly DeclaredState[];
}

/** What group names and accounts mean where the group lives. */
export interface Neighbourhood {
  account: string | null;
  /** Group name to group id, the group itself included */
  groupIds: ReadonlyMap<string, string>;
}

/** All that a comparison looks at, and nothing else does it look at. */
export interface Sides {
  /** Every declaration of the group: one task may make it and a later one add rules */
  declared: readonly [DeclaredSide, ...DeclaredSide[]];
  /** Null: it is not in the cloud */
  observed: readonly SecurityGroupRule[] | null;
  histories: Histories;
  where: Neighbourhood;
}

/** Compares the two sides of one group; lib/drift has the one that Plumbline uses. */
export type Compare = (sides: Sides) => DriftComparison;
