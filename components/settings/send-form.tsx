'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Problem } from '@/components/ui/problem';
import styles from './send-form.module.css';
import { type Problem as ProblemText, sendJson } from './send-json';

type SendFormProps = {
  method: 'POST' | 'PUT' | 'DELETE';
  /** The door that takes it. */
  action: string;
  /** What the button says: "Add user". */
  submit: string;
  primary?: boolean;
  /** Said when it is done, such as "Saved"; the page shows the rest. */
  done?: string;
  /** Sent beside the fields. */
  fixed?: Readonly<Record<string, unknown>>;
  /** Asked before it is sent, where it cannot be undone. */
  confirm?: string;
  /** Fields and buttons in one line. */
  inline?: boolean;
  /** Shown with what was answered, instead of `done`. */
  answered?: (data: unknown) => ReactNode;
  children?: ReactNode;
};

/** A short form that sends its fields as JSON and says what came of it. Empty fields are not sent. */
export function SendForm(props: SendFormProps) {
  const { method, action, submit, primary = false, done, fixed, confirm, inline = false, answered, children } = props;
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const [answer, setAnswer] = useState<{ data: unknown } | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (confirm && !window.confirm(confirm)) return;
    const fields = [...new FormData(event.currentTarget)].filter(([, value]) => value !== '');
    setBusy(true);
    setProblem(null);
    const sent = await sendJson(method, action, { ...Object.fromEntries(fields), ...fixed });
    setBusy(false);
    if (!sent.ok) return setProblem(sent.problem);
    setAnswer(sent);
    form.current?.reset();
    router.refresh();
  }

  return (
    <form
      ref={form}
      method="post"
      onSubmit={send}
      data-draft={`${method} ${action}`}
      className={inline ? styles.inline : styles.form}
    >
      {children}
      <div className={styles.submit}>
        <Button type="submit" variant={primary ? 'filled' : 'default'} size={inline ? 'xs' : 'sm'} disabled={busy}>
          {submit}
        </Button>
        {answer && done ? <span role="status">{done}</span> : null}
      </div>
      {problem ? <Problem title={problem.title} requestId={problem.requestId} /> : null}
      {answer && answered ? answered(answer.data) : null}
    </form>
  );
}
