'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import { askSession, type Known, type OwnSession } from './own-session';
import styles from './session.module.css';

type ConfirmProps = { session: OwnSession; look: () => Promise<Known>; answered: (done: boolean) => void };

/** Asks who is there before a deed that needs it: by password and code, or at the identity provider. */
export function ConfirmDialog({ session, look, answered }: ConfirmProps) {
  return (
    <Dialog title="Confirm that it is you" onClose={() => answered(false)}>
      <p>This needs a sign-in of the last five minutes. Then it goes on with what you asked for.</p>
      {session.local ? (
        <ByPassword session={session} answered={answered} />
      ) : (
        <AtProvider look={look} answered={answered} />
      )}
    </Dialog>
  );
}

function ByPassword({ session, answered }: Pick<ConfirmProps, 'session' | 'answered'>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    setProblem(null);
    const refusal = await confirm(fields);
    setBusy(false);
    if (refusal === null) answered(true);
    else setProblem(refusal);
  }

  return (
    <form method="post" onSubmit={send} className={styles.form} data-no-draft="">
      <input type="text" name="username" autoComplete="username" defaultValue={session.email} hidden readOnly />
      <PasswordInput name="password" label="Your password" autoComplete="current-password" required autoFocus />
      {session.secondFactor ? (
        <TextInput
          name="code"
          label="Code of your authenticator"
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={7}
          required
        />
      ) : null}
      {problem ? <Problem title={problem} /> : null}
      <div className={styles.ways}>
        <Button type="submit" variant="filled" disabled={busy}>
          Confirm
        </Button>
        <Button variant="default" onClick={() => answered(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Null when it was taken, else why not. */
async function confirm({ password, code }: Record<string, FormDataEntryValue>): Promise<string | null> {
  try {
    const response = await fetch('/api/v1/session/confirm', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password, ...(code ? { code } : {}) }),
    });
    if (response.ok) return null;
    return ((await response.json()) as { title: string }).title;
  } catch {
    return 'Plumbline cannot be reached. Try again.';
  }
}

function AtProvider({ look, answered }: Pick<ConfirmProps, 'look' | 'answered'>) {
  const [beside, setBeside] = useState(false);
  useEffect(() => {
    if (!beside) return;
    const looking = setInterval(async () => {
      const known = await askSession();
      if (typeof known === 'object' && known.provenSeconds > 0) {
        await look();
        answered(true);
      }
    }, 1500);
    return () => clearInterval(looking);
  }, [beside, look, answered]);

  function go() {
    setBeside(true);
    window.open('/sign-in/again', '_blank', 'popup,width=520,height=720');
  }

  return (
    <>
      {beside ? <p className="t3">Waiting for you to sign in at your identity provider.</p> : null}
      <div className={styles.ways}>
        <Button variant="filled" onClick={go} autoFocus>
          Sign in at your identity provider
        </Button>
        <Button variant="default" onClick={() => answered(false)}>
          Cancel
        </Button>
      </div>
    </>
  );
}
