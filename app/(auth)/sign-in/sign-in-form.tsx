'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Problem as ProblemText, sendJson } from '@/components/settings/send-json';
import { Problem } from '@/components/ui/problem';
import styles from '../auth-box.module.css';

/** Address and password; the code is asked for once they are right. */
export function SignInForm({ next }: { next: string }) {
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value !== ''));
    setBusy(true);
    setProblem(null);
    const sent = await sendJson('POST', '/api/auth/sign-in', fields);
    if (sent.ok) return window.location.assign(next);
    setBusy(false);
    if (sent.problem.need === 'code') setNeedsCode(true);
    else setProblem(sent.problem);
  }

  return (
    <form method="post" onSubmit={send} className={styles.form}>
      <TextInput name="email" type="email" label="E-mail address" autoComplete="username" required autoFocus />
      <PasswordInput name="password" label="Password" autoComplete="current-password" required />
      {needsCode ? (
        <TextInput
          name="code"
          label="Code of your authenticator"
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={7}
          required
          autoFocus
        />
      ) : null}
      {problem ? <Problem title={problem.title} /> : null}
      <Button type="submit" variant="filled" disabled={busy}>
        Sign in
      </Button>
    </form>
  );
}
