'use client';

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import styles from './session.module.css';

type EndingProps = {
  /** Milliseconds since 1970, by this browser's clock. */
  endsAt: number;
  /** Twelve hours are over: nothing makes it longer. */
  atTheLatest: boolean;
  stay: () => Promise<unknown>;
  close: () => void;
};

/** Counts down to the end of the session. */
export function EndingDialog({ endsAt, atTheLatest, stay, close }: EndingProps) {
  const [at, setAt] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setAt(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, []);
  const seconds = Math.max(0, Math.ceil((endsAt - at) / 1000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  // Read aloud at these moments, not every second.
  const aloud = [120, 60, 30, 10].find((moment) => seconds <= moment && seconds > moment - 5);
  return (
    <Dialog title="Your session is about to end" onClose={atTheLatest ? close : () => void stay()}>
      <p>
        {atTheLatest
          ? 'A session lasts 12 hours at most. You can sign in again right after; what you are typing stays.'
          : 'Nothing was done here for a while. What you are typing stays, whether the session ends or not.'}
      </p>
      <p className={styles.left} role="timer" aria-label="Time left">
        {clock}
      </p>
      <span className="visually-hidden" aria-live="assertive">
        {aloud ? `${aloud} seconds left` : ''}
      </span>
      <div className={styles.ways}>
        {atTheLatest ? (
          <Button variant="filled" onClick={close}>
            Close
          </Button>
        ) : (
          <Button variant="filled" onClick={() => void stay()} data-autofocus autoFocus>
            Stay signed in
          </Button>
        )}
        <form action="/api/auth/sign-out" method="post">
          <Button type="submit" variant="default">
            Sign out
          </Button>
        </form>
      </div>
    </Dialog>
  );
}
