import type { Kind } from '@/lib/resources/kind';

/** What a check may say. *Unknown* is not among it: the engine alone gives that. */
export type Judgement =
  | { outcome: 'pass'; reason: string }
  | { outcome: 'fail'; reason: string }
  | { outcome: 'not-applicable'; reason: string }
  | { outcome: 'cannot-tell'; reason: string };

export interface Check<Fields = unknown> {
  /** As in the catalogue; never reused, never renamed */
  id: string;
  /** Goes up when the judgement changes; findings keep the version that made them */
  version: number;
  kind: Kind<Fields>;
  /** What is true when it passes */
  title: string;
  severity: 'critical' | 'high' | 'medium' | 'low';
  /** At rest or in transit, for the encryption page */
  protects: 'at-rest' | 'in-transit';
  remediation: string;
  /** Pure: only the fields of one resource */
  evaluate: (fields: Fields) => Judgement;
  /** Changes to the kind's healthy example: they are the check's tests */
  examples: {
    pass: Partial<Fields>[];
    fail: Partial<Fields>[];
    notApplicable?: Partial<Fields>[];
    cannotTell?: Partial<Fields>[];
  };
}

export function defineCheck<Fields>(check: Check<Fields>): Check<Fields> {
  return check;
}

export const pass = (reason: string): Judgement => ({ outcome: 'pass', reason });
export const fail = (reason: string): Judgement => ({ outcome: 'fail', reason });
export const notApplicable = (reason: string): Judgement => ({ outcome: 'not-applicable', reason });
/** The data that would decide is missing: the engine makes it *unknown*. */
export const cannotTell = (reason: string): Judgement => ({ outcome: 'cannot-tell', reason });

export interface Verdict {
  outcome: 'pass' | 'fail' | 'not-applicable' | 'unknown';
  reason: string;
}

/** The engine: judges one resource. A check that throws, or cannot tell, is *unknown* with the reason; never a pass. */
export function evaluate(check: Check, fields: unknown): Verdict {
  try {
    const judgement = check.evaluate(check.kind.fields.parse(fields));
    return judgement.outcome === 'cannot-tell' ? { outcome: 'unknown', reason: judgement.reason } : judgement;
  } catch (error) {
    return {
      outcome: 'unknown',
      reason: `The check failed: ${error instanceof Error ? error.message : String(error)}`.slice(0, 500),
    };
  }
}
