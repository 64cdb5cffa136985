'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { usePolled } from '@/components/first-start/use-polled';
import { sendJson } from '@/components/settings/send-json';
import { formatNumber } from '@/components/ui/format-number';
import { Problem } from '@/components/ui/problem';
import type { Verification } from '@/lib/queries/get-verification';
import styles from './log-state.module.css';

const door = '/api/v1/audit/verification';

/** As JSON has it. */
type Told = {
  verification:
    | (Pick<Verification, 'id' | 'done' | 'leaves' | 'problems' | 'first' | 'checkpoint'> & {
        startedAt: string | null;
        finishedAt: string | null;
      })
    | null;
};

/** Has the worker verify the log, says how far it is and what it found. `underWay`: somebody has asked already. */
export function VerifyNow({ underWay }: { underWay: boolean }) {
  const router = useRouter();
  // The id in the address makes each verification a question of its own.
  const [asked, setAsked] = useState<string | null>(underWay ? 'open' : null);
  const [problem, setProblem] = useState<string | null>(null);
  const found = usePolled<Told>(asked === null ? null : `${door}?of=${asked}`, isOver)?.verification;
  const over = found ? found.finishedAt !== null : false;
  useEffect(() => {
    if (over) router.refresh();
  }, [over, router]);

  async function ask() {
    setProblem(null);
    const sent = await sendJson('POST', door, {});
    if (sent.ok) setAsked((sent.data as { id: string }).id);
    else setProblem(sent.problem.title);
  }

  return (
    <>
      <Button variant="default" size="xs" onClick={() => void ask()} disabled={asked !== null && !over}>
        Verify now
      </Button>
      {asked !== null ? (
        <span role="status" className={found?.problems || found?.first ? styles.problem : styles.progress}>
          {wordsOf(found ?? null)}
        </span>
      ) : null}
      {problem ? <Problem title={problem} /> : null}
    </>
  );
}

const isOver = ({ verification }: Told) => verification !== null && verification.finishedAt !== null;

function wordsOf(found: Told['verification']): string {
  if (!found?.startedAt) return 'Asked for: the worker begins within seconds';
  if (!found.finishedAt) return `Verifying: ${formatNumber(found.done)} of ${formatNumber(found.leaves ?? 0)} events`;
  const against = found.checkpoint ? `, up to checkpoint ${formatNumber(Number(found.checkpoint))}` : '';
  const at = `${found.finishedAt.slice(11, 19)} UTC`;
  if (found.problems === null) return found.first ?? 'It broke off';
  if (found.problems > 0) return `${at}: ${formatNumber(found.problems)} problems. ${found.first ?? ''}`;
  return `${at}: ${formatNumber(found.done)} events verified${against}. Nothing was changed.${found.first ? ` ${found.first}` : ''}`;
}
