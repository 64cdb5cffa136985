import type { RunReport } from '@/lib/resources/run-report';

/** What came of a run, the worst first: where several runs share a slot, the first of these speaks. */
export const runOutcomes = [
  'failed',
  'unreachable',
  'interrupted',
  'corrective',
  'intentional',
  'changed',
  'pending',
  'unchanged',
] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** The last enforcing run of the same tool, playbook and tags that reached the host. */
export interface PriorRun {
  outcome: RunOutcome;
  revision: string | null;
}

type Counts = Pick<
  RunReport,
  'mode' | 'failed' | 'unreachable' | 'interrupted' | 'changed' | 'corrective' | 'revision'
>;

/**
 * Tells a change made on purpose (new revision) from one that undid a change by hand (same revision). Where neither the
 * tool nor the run before can tell, it is only `changed`: after a run that broke off, the same revision proves nothing.
 */
export function outcomeOf(report: Counts, prior: PriorRun | null): RunOutcome {
  if (report.failed > 0) return 'failed';
  if (report.unreachable) return 'unreachable';
  if (report.interrupted) return 'interrupted';
  if (report.changed === 0) return 'unchanged';
  if (report.mode === 'check') return 'pending';
  if (typeof report.corrective === 'boolean') return report.corrective ? 'corrective' : 'intentional';
  if (!prior?.revision || !report.revision) return 'changed';
  if (prior.revision !== report.revision) return 'intentional';
  return prior.outcome === 'failed' || prior.outcome === 'interrupted' ? 'changed' : 'corrective';
}
