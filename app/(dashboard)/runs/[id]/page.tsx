import { IconArrowLeft, IconArrowRight, IconServer2 } from '@tabler/icons-react';
import { notFound } from 'next/navigation';
import { BadFilter } from '@/components/coverage/bad-filter';
import { OutcomeChip } from '@/components/runs/outcome-text';
import { Columns } from '@/components/ui/columns';
import { formatNumber } from '@/components/ui/format-number';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { SafeLink } from '@/components/ui/safe-link';
import { Ago, Stamp } from '@/components/ui/time';
import { requireViewer } from '@/lib/access/require-viewer';
import { AppError } from '@/lib/errors';
import { getRun, RunQuery } from '@/lib/queries/get-run';
import { FoldBox } from './fold-box';
import { RunFigures } from './run-figures';
import { RunLabels } from './run-labels';
import { TaskList } from './task-list';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** One run: what it was asked to do, by whom, what each task came to, before and after. */
export default async function RunPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const { id } = await params;
  const given = await searchParams;
  const query = RunQuery.safeParse({ id, ...(given.asOf ? { asOf: given.asOf } : {}) });
  if (!query.success)
    return query.error.issues[0]?.path[0] === 'id' ? (
      notFound()
    ) : (
      <BadFilter issues={query.error.issues} path={`/runs/${id}`} />
    );
  const run = await getRun(viewer, query.data).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return notFound();
    throw error;
  });
  const asOf = query.data.asOf ?? new Date();
  return (
    <>
      <PageHead
        title={run.host}
        mono
        crumb={`Run ${run.id} on ${run.host}`}
        coverage={
          <>
            Run {run.id}
            {run.runs > 1 ? `, ${formatNumber(run.runs)} times, the last` : ''} ·{' '}
            <Stamp at={run.startedAt} form="full" asOf={asOf} />, <Ago at={run.startedAt} asOf={asOf} words />
            {run.facility ? ` · ${run.facility}` : ''} · reported through {run.source}
          </>
        }
        actions={
          <>
            <OutcomeChip outcome={run.outcome} changed={run.changed} />
            {run.previous ? (
              <LinkButton href={`/runs/${run.previous.id}`} icon={IconArrowLeft} hideBelow={600}>
                Run before
              </LinkButton>
            ) : null}
            {run.next ? (
              <LinkButton href={`/runs/${run.next.id}`} icon={IconArrowRight} hideBelow={600}>
                Run after
              </LinkButton>
            ) : null}
            <LinkButton href={`/fleet/${run.hostId}`} icon={IconServer2}>
              Host
            </LinkButton>
          </>
        }
      />
      {run.error && run.errorDigest ? (
        <Note kind="error">
          {run.error}{' '}
          <SafeLink className="link" href={`/runs?period=30d&error=${run.errorDigest.slice(0, 16)}`}>
            Equal errors, 30 days
          </SafeLink>
        </Note>
      ) : null}
      <RunFigures run={run} />
      <Columns aside={400}>
        <div className="stack">
          {run.runs > 1 ? <FoldBox run={run} asOf={asOf} /> : null}
          <TaskList run={run} />
        </div>
        <RunLabels run={run} asOf={asOf} />
      </Columns>
    </>
  );
}
