'use client';

import { Button } from '@mantine/core';
import {
  IconFlask,
  IconGitCommit,
  IconGitCompare,
  IconLock,
  IconPlugConnected,
  IconSquareDashed,
} from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { sendJson } from '@/components/settings/send-json';
import { KeyValues } from '@/components/ui/key-values';
import { Problem } from '@/components/ui/problem';
import type { SampleState } from '@/lib/queries/get-sample';
import styles from './first-start.module.css';
import { usePolled } from './use-polled';

const finds = [
  [IconPlugConnected, 'A port opened by hand on a Friday night'],
  [IconLock, 'A volume that is not encrypted'],
  [IconGitCommit, 'One commit that failed 40 hosts'],
  [IconSquareDashed, 'A facility that was silent for a day'],
  [IconGitCompare, 'A group whose code and cloud disagree'],
] as const;

/** Load the sample estate: what is in it, one click, and how far it has come. */
export function LoadSample({ mayAdd, underWay }: { mayAdd: boolean; underWay: boolean }) {
  const router = useRouter();
  const [asked, setAsked] = useState(underWay);
  const [problem, setProblem] = useState<string | null>(null);
  // A click before the page answers to clicks would be lost.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const state = usePolled<SampleState>(asked ? '/api/v1/sample' : null, (data) => data.wish === null, 1000);
  const ended = state !== null && state.wish === null;
  useEffect(() => {
    if (ended) router.refresh();
  }, [ended, router]);

  async function load() {
    setProblem(null);
    const sent = await sendJson('POST', '/api/v1/sample', { wish: 'load' });
    if (sent.ok) setAsked(true);
    else setProblem(sent.problem.title);
  }

  const total = state?.total ?? 0;
  return (
    <section className={styles.way} aria-labelledby="load-sample">
      <header>
        <IconFlask size={16} stroke={1.75} aria-hidden />
        <h2 id="load-sample">Load the sample estate</h2>
        <span className={styles.quiet}>one to two minutes</span>
      </header>
      <div className={styles.body}>
        <p>
          A small hospital group to look around in. It goes through the same path as real input, is marked on every page
          and removed with one click.
        </p>
        <KeyValues
          items={[
            ['Estate', '3 facilities, 2 accounts, 400 hosts'],
            ['Past', '90 days, to try the as-of control'],
            ['Tools', 'AWS, Ansible, Git'],
          ]}
        />
        <div>
          <b>Things to find in it</b>
          <ul className={styles.finds}>
            {finds.map(([Glyph, text]) => (
              <li key={text}>
                <Glyph size={14} stroke={1.75} aria-hidden /> {text}
              </li>
            ))}
          </ul>
        </div>
        {asked && !ended ? (
          <div className={styles.progress} role="status">
            <progress max={total || 1} value={total ? (state?.done ?? 0) : undefined} aria-label="Loading the sample" />
            <span className={styles.quiet}>
              {total ? `day ${state?.done ?? 0} of ${total}` : 'waiting for the worker'}
            </span>
          </div>
        ) : null}
        {state?.problem && ended ? <Problem title={`The load broke off: ${state.problem}`} /> : null}
        {problem ? <Problem title={problem} /> : null}
      </div>
      <footer>
        <Button variant="default" onClick={load} disabled={!ready || !mayAdd || (asked && !ended)}>
          Load the sample
        </Button>
        <span className={styles.quiet}>
          or <code>npm run demo</code>
        </span>
      </footer>
    </section>
  );
}
