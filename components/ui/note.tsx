import { IconAlertCircle, IconCalendarTime, IconClockExclamation, IconInfoCircle, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './note.module.css';
import { type State, StateText, states } from './state';

const kinds = {
  info: { icon: IconInfoCircle, paint: undefined },
  refused: { icon: IconLock, paint: 'refused' },
  stale: { icon: IconClockExclamation, paint: 'stale' },
  past: { icon: IconCalendarTime, paint: 'past' },
  error: { icon: IconAlertCircle, paint: 'fail' },
} as const;

/** One thing that must be said above or inside a box: what, since when, what it means, what to do. */
export function Note({ kind = 'info', children }: { kind?: keyof typeof kinds; children: ReactNode }) {
  const { icon: Glyph, paint } = kinds[kind];
  return (
    <div className={styles.note} data-state={paint === 'past' ? undefined : paint} data-kind={kind} role="note">
      <Glyph size={16} stroke={1.75} aria-hidden className={styles.icon} />
      <div className={styles.words}>{children}</div>
    </div>
  );
}

/** The sentence of a page, led by its state: "Cloud ahead on 2 rules since …". */
export function StateNote({ state, label, children }: { state: State; label?: string; children: ReactNode }) {
  return (
    <div className={styles.note} data-state={states[state].paint} data-kind="state" role="note">
      <StateText state={state} {...(label ? { label } : {})} />
      <div className={styles.words}>{children}</div>
    </div>
  );
}
