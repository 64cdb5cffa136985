'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Problem as ProblemText, sendJson } from '@/components/settings/send-json';
import { Problem } from '@/components/ui/problem';
import styles from '../auth-box.module.css';

/** The password of somebody who was invited; they sign in with it afterwards. */
export function InvitationForm({ token, email }: { token: string; email: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password');
    setBusy(true);
    setProblem(null);
    const sent = await sendJson('POST', '/api/auth/invitation', { token, password });
    if (sent.ok) return window.location.assign('/sign-in');
    setBusy(false);
    setProblem(sent.problem);
  }

  return (
    <form method="post" onSubmit={send} className={styles.form}>
      <TextInput name="email" label="E-mail address" value={email} readOnly autoComplete="username" />
      <PasswordInput
        name="password"
        label="Password"
        description="At least 12 characters"
        autoComplete="new-password"
        minLength={12}
        required
        autoFocus
      />
      {problem ? <Problem title={problem.title} /> : null}
      <Button type="submit" variant="filled" disabled={busy}>
        Set password
      </Button>
    </form>
  );
}
