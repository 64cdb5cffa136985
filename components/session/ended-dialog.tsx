'use client';

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import styles from './session.module.css';

const lookEveryMs = 2000;

/** Covers the page after its session has ended. One signs in beside it and goes on where one was. */
export function EndedDialog({ email, look }: { email: string; look: () => Promise<unknown> }) {
  const [beside, setBeside] = useState(false);
  useEffect(() => {
    const seen = () => void look();
    window.addEventListener('focus', seen);
    return () => window.removeEventListener('focus', seen);
  }, [look]);
  useEffect(() => {
    if (!beside) return;
    const looking = setInterval(() => void look(), lookEveryMs);
    return () => clearInterval(looking);
  }, [beside, look]);

  function signIn() {
    setBeside(true);
    window.open('/sign-in?next=/signed-in', '_blank', 'popup,width=520,height=720');
  }

  return (
    <Dialog title="Your session has ended" covers>
      <p>
        What you were typing is kept. Sign in again as <b>{email}</b> to go on where you were.
      </p>
      {beside ? <p className="t3">Waiting for you to sign in beside this page.</p> : null}
      <div className={styles.ways}>
        <Button variant="filled" onClick={signIn} autoFocus>
          Sign in
        </Button>
        <a className="link" href={signInHere()}>
          Sign in on this page
        </a>
      </div>
    </Dialog>
  );
}

/** The page comes back, and with it what was typed. */
function signInHere(): string {
  const here = typeof window === 'undefined' ? '/' : `${window.location.pathname}${window.location.search}`;
  return `/sign-in?next=${encodeURIComponent(here)}`;
}
