import { diffLines } from '@/components/runs/diff-lines';
import { Box } from '@/components/ui/box';
import { CodeLines } from '@/components/ui/code-lines';
import { Empty } from '@/components/ui/empty';
import { formatNumber } from '@/components/ui/format-number';
import { type State, StateText } from '@/components/ui/state';
import type { RunDetail } from '@/lib/queries/get-run';
import styles from './task-list.module.css';

type Event = RunDetail['events'][number];

const looks: Record<Event['status'], { state: State; word: string }> = {
  failed: { state: 'failed', word: 'Failed' },
  unreachable: { state: 'unreachable', word: 'Unreachable' },
  changed: { state: 'changed', word: 'Changed' },
  pending: { state: 'pending', word: 'Would change' },
  ignored: { state: 'na', word: 'Failed, ignored' },
  rescued: { state: 'na', word: 'Failed, rescued' },
  unknown: { state: 'unknown', word: 'Unknown' },
};

/** What changed, failed or would have, in the order in which it happened, with what was there before and after. */
export function TaskList({ run }: { run: RunDetail }) {
  const { events } = run;
  const quiet = run.ok - run.changed;
  return (
    <Box
      title="Tasks"
      id="tasks"
      hint="that changed, failed or would have"
      aside={`${formatNumber(events.length)} ${events.length === 1 ? 'event' : 'events'}`}
    >
      {events.length === 0 ? (
        <Empty title={run.changed + run.failed === 0 ? 'Nothing changed.' : 'No event was sent.'}>
          {run.changed + run.failed === 0
            ? `${formatNumber(run.ok)} tasks found everything as the code says.`
            : 'The tool counted changes or failures, and did not say of which tasks.'}
        </Empty>
      ) : (
        <ol className={styles.tasks}>
          {events.map((event) => (
            <Task key={event.seq} event={event} />
          ))}
        </ol>
      )}
      {events.length > 0 && quiet > 0 ? (
        <p className={`pad small t3 ${styles.rest}`}>
          {formatNumber(quiet)} other {quiet === 1 ? 'task' : 'tasks'} found everything as the code says.
        </p>
      ) : null}
    </Box>
  );
}

function Task({ event }: { event: Event }) {
  const { state, word } = looks[event.status];
  const lines = diffLines(event.before ?? null, event.after ?? null);
  return (
    <li className={styles.task}>
      <div className={styles.head}>
        <span className={styles.state}>
          <StateText state={state} label={word} />
        </span>
        <span className={styles.words}>
          <b>{event.task}</b>
          {event.item ? <span className="mono t2"> {event.item}</span> : null}
          <span className="mono t3 small">{[event.action, event.path].filter(Boolean).join(' · ')}</span>
        </span>
      </div>
      {event.message ? <p className={styles.message}>{event.message}</p> : null}
      {lines.length > 0 ? (
        <div className={styles.diff}>
          <CodeLines lines={lines} label={`Before and after of ${event.path ?? event.task}`} />
        </div>
      ) : null}
    </li>
  );
}
