'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Problem as ProblemText, sendJson } from '@/components/settings/send-json';
import { Problem } from '@/components/ui/problem';
import styles from '../auth-box.module.css';

/** Name, address and password of the administrator. */
export function FirstForm({ token }: { token: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value !== ''));
    setBusy(true);
    setProblem(null);
    const sent = await sendJson('POST', '/api/auth/first', { ...fields, token });
    if (sent.ok) return window.location.assign('/');
    setBusy(false);
    setProblem(sent.problem);
  }

  return (
    <form method="post" onSubmit={send} className={styles.form}>
      <TextInput name="name" label="Name" autoComplete="name" autoFocus />
      <TextInput name="email" type="email" label="E-mail address" autoComplete="username" required />
      <PasswordInput
        name="password"
        label="Password"
        description="At least 12 characters"
        autoComplete="new-password"
        minLength={12}
        required
      />
      {problem ? <Problem title={problem.title} /> : null}
      <Button type="submit" variant="filled" disabled={busy}>
        Make the administrator
      </Button>
    </form>
  );
}
