import type { State } from '@/components/ui/state';

/** Conditions of a host, and the state that each is painted as. */
const stateOf: Record<string, State> = {
  failed: 'failed',
  unreachable: 'unreachable',
  interrupted: 'failed',
  corrective: 'corrective',
  intentional: 'intentional',
  changed: 'changed',
  unchanged: 'unchanged',
  pending: 'pending',
  missing: 'missing',
  unmanaged: 'unmanaged',
};

/** The state that shows a condition; a word that is not known is shown as unknown. */
export function conditionState(condition: string): State {
  return stateOf[condition] ?? 'unknown';
}
