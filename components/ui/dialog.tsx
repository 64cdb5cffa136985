'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './dialog.module.css';

type DialogProps = {
  title: string;
  /** What Escape does; none: nothing, the dialog has to be answered. */
  onClose?: () => void;
  /** Nothing of the page shines through: for somebody who may not see it any more. */
  covers?: boolean;
  children: ReactNode;
};

/** One question above the page, which waits until it is answered; what was focused before is focused after. */
export function Dialog({ title, onClose, covers = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={heading}
      data-covers={covers || undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
