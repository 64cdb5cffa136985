import {
  type Icon,
  IconArrowBackUp,
  IconArrowUpRight,
  IconCircleCheck,
  IconCircleHalf2,
  IconCircleMinus,
  IconCircleX,
  IconClockExclamation,
  IconEqual,
  IconGitCommit,
  IconHelpCircle,
  IconHourglass,
  IconLock,
  IconPencil,
  IconSignature,
  IconSquareDashed,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './state.module.css';

/** How a state is painted. `tokens.css` gives each of these its colours, hatching and border. */
export type Paint =
  | 'pass'
  | 'fail'
  | 'unknown'
  | 'na'
  | 'waived'
  | 'stale'
  | 'refused'
  | 'pending'
  | 'corrective'
  | 'intentional'
  | 'changed'
  | 'unchanged'
  | 'missing';

type Look = { word: string; icon: Icon; paint: Paint };
const look = (word: string, icon: Icon, paint: Paint): Look => ({ word, icon, paint });

/** The one map from a state to its word, icon and paint. */
export const states = {
  pass: look('Pass', IconCircleCheck, 'pass'),
  fail: look('Fail', IconCircleX, 'fail'),
  unknown: look('Unknown', IconHelpCircle, 'unknown'),
  na: look('Not applicable', IconCircleMinus, 'na'),
  waived: look('Waived', IconSignature, 'waived'),
  stale: look('Stale', IconClockExclamation, 'stale'),
  refused: look('Refused', IconLock, 'refused'),
  pending: look('Pending', IconHourglass, 'pending'),
  corrective: look('Corrective', IconArrowBackUp, 'corrective'),
  intentional: look('Intentional', IconGitCommit, 'intentional'),
  changed: look('Changed', IconPencil, 'changed'),
  unchanged: look('Unchanged', IconEqual, 'unchanged'),
  missing: look('Not reported', IconSquareDashed, 'missing'),
  // words of single domains, painted like one of the above
  done: look('Done', IconCircleCheck, 'pass'),
  complete: look('Complete', IconCircleCheck, 'pass'),
  partial: look('Partial', IconCircleHalf2, 'stale'),
  running: look('Running', IconHourglass, 'pending'),
  failed: look('Failed', IconCircleX, 'fail'),
  unreachable: look('Unreachable', IconCircleX, 'fail'),
  unmanaged: look('Unmanaged', IconCircleMinus, 'na'),
  'not-observed': look('Not observed', IconHelpCircle, 'unknown'),
  'cloud-ahead': look('Cloud ahead', IconArrowUpRight, 'corrective'),
  'code-ahead': look('Code ahead', IconGitCommit, 'intentional'),
  undeclared: look('Undeclared', IconCircleX, 'fail'),
  undeployed: look('Missing', IconSquareDashed, 'missing'),
  different: look('Different', IconPencil, 'changed'),
  equal: look('Equal', IconEqual, 'unchanged'),
  encrypted: look('Encrypted', IconCircleCheck, 'pass'),
  unencrypted: look('Not encrypted', IconCircleX, 'fail'),
  certain: look('Certain', IconCircleCheck, 'pass'),
  likely: look('Likely', IconCircleHalf2, 'stale'),
  none: look('None found', IconHelpCircle, 'unknown'),
} satisfies Record<string, Look>;

/** Every state that can be shown. */
export type State = keyof typeof states;

type StateProps = {
  state: State;
  /** Replaces the word of the map: "Failing 34 min", "Pending 4". */
  label?: ReactNode;
};

/** Icon and word in a line or a table cell. */
export function StateText({ state, label }: StateProps) {
  const { word, icon: StateIcon, paint } = states[state];
  return (
    <span className={styles.text} data-state={paint}>
      <StateIcon size={15} stroke={1.75} aria-hidden />
      {label ?? word}
    </span>
  );
}

/** On its own ground: only where the row exists because of the state. `large` stands among buttons. */
export function StateChip({ state, label, large = false }: StateProps & { large?: boolean }) {
  const { word, icon: StateIcon, paint } = states[state];
  return (
    <span className={styles.chip} data-state={paint} data-large={large || undefined}>
      <StateIcon size={14} stroke={1.75} aria-hidden />
      {label ?? word}
    </span>
  );
}

/** The square of a key beside a bar or strip. */
export function StateSwatch({ state }: { state: State }) {
  return <i className={styles.swatch} data-state={states[state].paint} aria-hidden />;
}
