'use client';

import { Button, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { type Problem as ProblemText, sendJson } from '@/components/settings/send-json';
import { Problem } from '@/components/ui/problem';
import styles from './first-start.module.css';
import { SourceTest } from './source-test';

const ways = { role: 'Role', profile: 'Profile', chain: 'Instance role' } as const;
type Way = keyof typeof ways;

/** How to sign in to AWS, which regions to read, a test that names each refused call, and the button that begins. */
export function AwsForm() {
  const router = useRouter();
  const [way, setWay] = useState<Way>('role');
  const [busy, setBusy] = useState(false);
  const [test, setTest] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const pressed = (event.nativeEvent as SubmitEvent).submitter;
    const tries = pressed?.getAttribute('value') === 'test';
    const { name, config } = read(new FormData(event.currentTarget));
    setBusy(true);
    setProblem(null);
    setTest(null);
    const sent = tries
      ? await sendJson('POST', '/api/v1/sources/test', { provider: 'aws', config })
      : await sendJson('POST', '/api/v1/sources', { name, provider: 'aws', config });
    setBusy(false);
    if (!sent.ok) return setProblem(sent.problem);
    if (tries) setTest((sent.data as { id: string }).id);
    else router.push('/sources');
    router.refresh();
  }

  return (
    <form method="post" onSubmit={send} className={styles.fields}>
      <div className={styles.ways} role="radiogroup" aria-label="How to sign in to AWS">
        {(Object.keys(ways) as Way[]).map((key) => (
          <label key={key} className={styles.pill} data-on={key === way || undefined}>
            <input type="radio" name="way" value={key} checked={key === way} onChange={() => setWay(key)} />
            {ways[key]}
          </label>
        ))}
      </div>
      {way === 'role' ? (
        <>
          <TextInput
            name="roleArn"
            aria-label="ARN of the role"
            placeholder="arn:aws:iam::123456789012:role/plumbline"
            required
            autoComplete="off"
          />
          <TextInput
            name="externalId"
            aria-label="External id"
            placeholder="External id, where the trust policy asks for one"
            autoComplete="off"
          />
        </>
      ) : null}
      {way === 'profile' ? (
        <TextInput
          name="profile"
          aria-label="Profile"
          placeholder="Profile of the worker's AWS configuration"
          required
        />
      ) : null}
      <TextInput
        name="name"
        aria-label="Name of the source"
        placeholder="Name, such as production"
        defaultValue="aws"
        required
      />
      <div className={styles.line}>
        <TextInput
          name="regions"
          aria-label="Regions"
          placeholder="us-east-1, us-west-2"
          required
          className={styles.grow}
        />
        <Button type="submit" value="test" variant="default" disabled={busy}>
          Test
        </Button>
      </div>
      {problem ? <Problem title={problem.title} requestId={problem.requestId} /> : null}
      {test ? <SourceTest key={test} id={test} /> : null}
      <div className={styles.line}>
        <Button type="submit" value="connect" variant="filled" disabled={busy}>
          Connect and scan
        </Button>
        <span className={styles.quiet}>what is refused stays unknown, the rest is read</span>
      </div>
    </form>
  );
}

function read(form: FormData): { name: string; config: Record<string, unknown> } {
  const text = (key: string) => String(form.get(key) ?? '').trim();
  const given = ['roleArn', 'externalId', 'profile'].flatMap((key) => (text(key) ? [[key, text(key)]] : []));
  const regions = text('regions')
    .split(/[\s,]+/)
    .filter(Boolean);
  return { name: text('name'), config: { regions, ...Object.fromEntries(given) } };
}
