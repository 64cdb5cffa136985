/** What was done to the log, as far as it can be told. */
export type Tampering =
  | 'edited'
  | 'deleted'
  | 'inserted'
  | 'reordered'
  | 'back-dated'
  | 'rewritten'
  | 'tail dropped'
  | 'older than the outside checkpoint'
  | 're-signed'
  | 'wrong signature';

/** Something that is wrong with the log. */
export interface LogProblem {
  what: Tampering;
  /** The first leaf that is, or may be, concerned */
  index: number;
  /** The last leaf that may be; the same where it is known exactly */
  last: number;
  /** One sentence */
  text: string;
}

/** The order in which problems are told: by leaf; where both begin alike, the one that is exact comes first. */
export function inLogOrder(one: LogProblem, other: LogProblem): number {
  return one.index - other.index || one.last - other.last;
}
