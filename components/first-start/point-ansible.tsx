'use client';

import { Button } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { sendJson } from '@/components/settings/send-json';
import { CodeLines, codeLines } from '@/components/ui/code-lines';
import { CopyButton } from '@/components/ui/copy-button';
import { Note } from '@/components/ui/note';
import { Problem } from '@/components/ui/problem';
import { SafeLink } from '@/components/ui/safe-link';
import { StateText } from '@/components/ui/state';
import type { SourceRow } from '@/lib/queries/list-sources';
import styles from './first-start.module.css';
import { usePolled } from './use-polled';

type Sources = SourceRow[];
const hidden = 'plumbline_ingest_••••••••';

/** Point Ansible here: the callback, the lines to paste with a token of their own, and the first run that came. */
export function PointAnsible({ mayAdd }: { mayAdd: boolean }) {
  const [address, setAddress] = useState('https://plumbline.example');
  useEffect(() => setAddress(window.location.origin), []);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const sources = usePolled<Sources>(
    made ? '/api/v1/sources?provider=ansible' : null,
    (rows) => heard(rows, made),
    2000,
  );
  const come = heard(sources ?? [], made);

  async function makeToken() {
    setProblem(null);
    const name = `ansible-${new Date().toISOString().slice(0, 16).replace(/[-:T]/g, '')}`;
    const sent = await sendJson('POST', '/api/v1/tokens', { name, role: 'ingest' });
    if (sent.ok) setMade({ name, secret: (sent.data as { secret: string }).secret });
    else setProblem(sent.problem.title);
  }

  const fetched = `mkdir -p callback_plugins && curl -fsS ${address}/plumbline.py -o callback_plugins/plumbline.py`;
  const lines = (secret: string) =>
    `[defaults]\ncallbacks_enabled = plumbline\n\nexport PLUMBLINE_URL=${address}\nexport PLUMBLINE_TOKEN=${secret}`;
  return (
    <section className={styles.way} aria-labelledby="point-ansible">
      <header>
        <IconTerminal2 size={16} stroke={1.75} aria-hidden />
        <h2 id="point-ansible">Point Ansible here</h2>
        <span className={styles.quiet}>2.14 and later</span>
      </header>
      <div className={styles.body}>
        <p className={styles.step}>
          <span>
            1. <b>Put the callback beside your playbooks</b>
          </span>
          <CopyButton text={fetched} what="the command" />
        </p>
        <CodeLines lines={codeLines(fetched)} label="Command" />
        <p className={styles.step}>
          <span>
            2. <b>Paste these lines</b> into ansible.cfg and the shell
          </span>
          {made ? <CopyButton text={lines(made.secret)} what="the lines" /> : null}
        </p>
        <CodeLines lines={codeLines(lines(made?.secret ?? hidden))} label="Settings" />
        <p className={styles.step}>
          <span>
            3. <b>Run any playbook.</b> The run appears within 5 s.
          </span>
        </p>
        {made ? (
          <div className={styles.wait} role="status">
            {come ? (
              <>
                <StateText state="done" label="The first run has come." />{' '}
                <SafeLink href="/runs">See the runs</SafeLink>
              </>
            ) : (
              <>
                <StateText state="pending" label={<b>Waiting for the first run</b>} />
                <span className={styles.quiet}>the token may only push, and is shown this once</span>
              </>
            )}
          </div>
        ) : null}
        {problem ? <Problem title={problem} /> : null}
        <p className={styles.quiet}>
          If Plumbline cannot be reached, the play goes on and the run is sent with the next one. Secrets and{' '}
          <code>no_log</code> never leave.
        </p>
        {made ? (
          <Note>Each control node gets a token of its own: its runs stand under the name of the token.</Note>
        ) : null}
      </div>
      <footer>
        <Button variant="default" onClick={makeToken} disabled={!mayAdd}>
          {made ? 'Make another token' : 'Make a token'}
        </Button>
        {mayAdd ? null : <span className={styles.quiet}>an administrator makes tokens</span>}
      </footer>
    </section>
  );
}

function heard(rows: Sources, made: { name: string } | null): boolean {
  return made !== null && rows.some((row) => row.name === made.name && row.lastScanAt !== null);
}
