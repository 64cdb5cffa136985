'use client';

import { Button, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type ProposedKey, SecondFactorKey } from '@/components/settings/second-factor-key';
import { type Problem as ProblemText, sendJson } from '@/components/settings/send-json';
import { Problem } from '@/components/ui/problem';
import styles from '../auth-box.module.css';

/** Address and password; the code is asked for once they are right. In an emergency a reason, and a second factor always. */
export function SignInForm({ next, emergency = false }: { next: string; emergency?: boolean }) {
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [setUp, setSetUp] = useState<ProposedKey | null>(null);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value !== ''));
    setBusy(true);
    setProblem(null);
    const sent = await sendJson('POST', '/api/auth/sign-in', { ...fields, ...(setUp ? { key: setUp.secret } : {}) });
    const proposed = sent.ok ? (sent.data as { setUp?: ProposedKey } | undefined)?.setUp : undefined;
    if (sent.ok && !proposed) return window.location.assign(next);
    setBusy(false);
    if (proposed) setSetUp(proposed);
    else if (!sent.ok && sent.problem.need === 'code') setNeedsCode(true);
    else if (!sent.ok) setProblem(sent.problem);
  }

  return (
    <form method="post" onSubmit={send} className={styles.form}>
      {emergency ? (
        <Textarea
          name="reason"
          label="Reason"
          description="At least 20 characters: why it cannot be your single sign-on"
          minLength={20}
          maxLength={1000}
          rows={3}
          required
        />
      ) : null}
      <TextInput
        name="email"
        type="email"
        label="E-mail address"
        autoComplete="username"
        required
        autoFocus={!emergency}
      />
      <PasswordInput name="password" label="Password" autoComplete="current-password" required />
      {setUp ? <SecondFactorKey proposed={setUp} lead="This account needs a second factor. " /> : null}
      {needsCode || setUp ? (
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
      <Button type="submit" variant={emergency ? 'default' : 'filled'} disabled={busy}>
        {emergency ? 'Sign in with a local account' : 'Sign in'}
      </Button>
    </form>
  );
}
