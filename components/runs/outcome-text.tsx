import { type State, StateChip, StateText } from '@/components/ui/state';
import type { RunOutcome } from '@/lib/resources/run-outcome';

const looks: Record<RunOutcome | 'missing' | 'before', { state: State; word: string }> = {
  failed: { state: 'failed', word: 'Failed' },
  unreachable: { state: 'unreachable', word: 'Unreachable' },
  interrupted: { state: 'partial', word: 'Interrupted' },
  corrective: { state: 'corrective', word: 'Corrective' },
  intentional: { state: 'intentional', word: 'Intentional' },
  changed: { state: 'changed', word: 'Changed' },
  pending: { state: 'pending', word: 'Pending' },
  unchanged: { state: 'unchanged', word: 'Unchanged' },
  missing: { state: 'missing', word: 'Missing' },
  before: { state: 'na', word: 'Before its first run' },
};

/** The word for what came of a run, and the state that it is painted as. */
export function outcomeLook(outcome: RunOutcome | 'missing' | 'before') {
  return looks[outcome];
}

type OutcomeProps = {
  outcome: RunOutcome;
  /** How many changes are pending */
  changed?: number;
};

/** What came of a run, in a table cell. */
export function OutcomeText({ outcome, changed }: OutcomeProps) {
  const { state, word } = looks[outcome];
  return <StateText state={state} label={outcome === 'pending' && changed ? `${word} ${changed}` : word} />;
}

/** What came of a run, among the buttons of its page. */
export function OutcomeChip({ outcome, changed }: OutcomeProps) {
  const { state, word } = looks[outcome];
  return <StateChip state={state} label={outcome === 'pending' && changed ? `${word} ${changed}` : word} large />;
}
