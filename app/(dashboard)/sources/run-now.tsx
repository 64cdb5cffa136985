'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { usePolled } from '@/components/first-start/use-polled';
import { sendJson } from '@/components/settings/send-json';
import type { CollectionRow } from '@/lib/queries/get-collection';
import styles from './sources.module.css';

type Props = { source: string; name: string; collecting: boolean };

/** Collects a source now, and says how far it is until it has ended. */
export function RunNow({ source, name, collecting }: Props) {
  const router = useRouter();
  const [asked, setAsked] = useState(collecting);
  const [problem, setProblem] = useState<string | null>(null);
  const url = asked ? `/api/v1/sources/${source}/collection` : null;
  const state = usePolled<CollectionRow>(url, (row) => row.finishedAt !== null);
  const ended = state !== null && state.finishedAt !== null;
  useEffect(() => {
    if (!ended) return;
    setAsked(false);
    router.refresh();
  }, [ended, router]);

  async function run() {
    setProblem(null);
    const sent = await sendJson('POST', `/api/v1/sources/${source}/collect`, {});
    if (sent.ok) setAsked(true);
    else setProblem(sent.problem.title);
  }

  if (asked)
    return (
      <span className={styles.running} role="status">
        <progress
          max={state?.scopesTotal || 1}
          value={state?.scopesTotal ? state.scopesDone : undefined}
          aria-label={`Collecting ${name}`}
        />
        {state?.scopesTotal ? `${state.scopesDone} of ${state.scopesTotal}` : 'waiting'}
        {state?.doing ? <code className="t3">{state.doing}</code> : null}
      </span>
    );
  return (
    <span className={styles.running}>
      <Button variant="default" size="xs" onClick={run} aria-label={`Run ${name} now`}>
        Run now
      </Button>
      {problem ? <span role="alert">{problem}</span> : null}
    </span>
  );
}
