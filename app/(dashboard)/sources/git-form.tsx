'use client';

import { Button, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { sendJson } from '@/components/settings/send-json';
import { Box } from '@/components/ui/box';
import { Problem } from '@/components/ui/problem';
import styles from './sources.module.css';

/** Watch a repository for the security groups that it declares. */
export function GitForm({ mayAdd }: { mayAdd: boolean }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [added, setAdded] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const text = (key: string) => String(new FormData(form).get(key) ?? '').trim();
    const path = text('path');
    setProblem(null);
    const config = { url: text('url'), ...(path ? { path } : {}) };
    const sent = await sendJson('POST', '/api/v1/sources', { name: text('name'), provider: 'git', config });
    if (!sent.ok) return setProblem(sent.problem.title);
    setAdded(text('name'));
    form.reset();
    router.refresh();
  }

  return (
    <Box title="Watch a Git repository" aside="read only" id="git" padded>
      <form method="post" onSubmit={send} className={styles.fields}>
        <p className="t2">Reads the security groups that Ansible code declares, with file, line, commit and author.</p>
        <TextInput name="name" label="Name" required maxLength={80} autoComplete="off" disabled={!mayAdd} />
        <TextInput
          name="url"
          label="Address"
          description="https://, or a folder of this machine that its operator allows"
          required
          autoComplete="off"
          disabled={!mayAdd}
        />
        <TextInput name="path" label="Folder" description="None: all of it" autoComplete="off" disabled={!mayAdd} />
        {problem ? <Problem title={problem} /> : null}
        <div className={styles.running}>
          <Button type="submit" variant="default" disabled={!mayAdd}>
            Watch repository
          </Button>
          {added ? <span role="status">{added} is watched</span> : null}
          {mayAdd ? null : <span className="t3">an administrator adds sources</span>}
        </div>
      </form>
    </Box>
  );
}
