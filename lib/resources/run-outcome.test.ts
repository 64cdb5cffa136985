import { expect, test } from 'vitest';
import { outcomeOf, type PriorRun, type RunOutcome } from '@/lib/resources/run-outcome';

const quiet = {
  mode: 'enforce' as const,
  failed: 0,
  unreachable: false,
  interrupted: false,
  changed: 0,
  corrective: null,
  revision: 'b2',
};
const after = (revision: string | null, outcome: RunOutcome = 'unchanged'): PriorRun => ({ revision, outcome });

test.each<[string, Partial<Parameters<typeof outcomeOf>[0]>, PriorRun | null, RunOutcome]>([
  ['nothing changed', {}, null, 'unchanged'],
  ['nothing would change', { mode: 'check' }, null, 'unchanged'],
  ['a task failed', { failed: 1 }, null, 'failed'],
  ['a task failed after others changed', { failed: 1, changed: 4 }, after('b2'), 'failed'],
  ['a failed run that was cut', { failed: 1, interrupted: true }, null, 'failed'],
  ['the host did not answer', { unreachable: true }, null, 'unreachable'],
  ['the run was cut', { interrupted: true, changed: 2 }, after('b2'), 'interrupted'],
  ['check mode would change', { mode: 'check', changed: 2 }, after('b2'), 'pending'],
  ['check mode would change, whatever the tool says', { mode: 'check', changed: 2, corrective: true }, null, 'pending'],
  ['the tool says corrective', { changed: 1, corrective: true }, after('a1'), 'corrective'],
  ['the tool says not corrective', { changed: 1, corrective: false }, after('b2'), 'intentional'],
  ['same revision as before', { changed: 1 }, after('b2'), 'corrective'],
  ['same revision as a run that changed', { changed: 1 }, after('b2', 'intentional'), 'corrective'],
  ['new revision', { changed: 1 }, after('a1'), 'intentional'],
  ['new revision after a failure', { changed: 1 }, after('a1', 'failed'), 'intentional'],
  ['same revision, but the run before broke off', { changed: 1 }, after('b2', 'failed'), 'changed'],
  ['same revision, but the run before was cut', { changed: 1 }, after('b2', 'interrupted'), 'changed'],
  ['first run of the host', { changed: 1 }, null, 'changed'],
  ['no revision now', { changed: 1, revision: null }, after('b2'), 'changed'],
  ['no revision before', { changed: 1 }, after(null), 'changed'],
])('%s', (_name, report, prior, outcome) => {
  expect(outcomeOf({ ...quiet, ...report }, prior)).toBe(outcome);
});
