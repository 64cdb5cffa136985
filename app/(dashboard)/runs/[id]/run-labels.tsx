import { OutcomeText } from '@/components/runs/outcome-text';
import { Revision } from '@/components/runs/run-columns';
import { Box } from '@/components/ui/box';
import { KeyValues } from '@/components/ui/key-values';
import { SafeLink } from '@/components/ui/safe-link';
import { Stamp } from '@/components/ui/time';
import type { RunDetail } from '@/lib/queries/get-run';

const toolNames: Record<string, string> = { ansible: 'Ansible', puppet: 'Puppet', chef: 'Chef' };
const unsaid = <span className="t3">not said</span>;

/** What the run says of itself: revision, mode, who called it from where; and what ran before and after. */
export function RunLabels({ run, asOf }: { run: RunDetail; asOf: Date }) {
  const mono = (text: string | null) => (text === null ? unsaid : <span className="mono">{text}</span>);
  const revision = run.revision === null ? unsaid : <Revision revision={run.revision} />;
  const stamp = (at: Date) => <Stamp at={at} form="second" asOf={asOf} />;
  const finished = run.finishedAt ? stamp(run.finishedAt) : <span className="t3">not kept for runs that folded</span>;
  return (
    <div className="stack">
      <Box title="How it was run" padded>
        <KeyValues
          items={[
            ['Tool', toolNames[run.tool] ?? run.tool],
            ['Mode', run.mode === 'check' ? 'check: nothing was changed' : 'enforce'],
            ['Playbook', mono(run.playbook)],
            ['Revision', revision],
            ['Repository', mono(run.repository)],
            ['Tags', run.tags === null ? 'all' : mono(run.tags)],
            ['Called by', run.actor ?? unsaid],
            ['Controller', mono(run.controller)],
            ['Started', stamp(run.firstStartedAt)],
            ['Finished', finished],
            ['Reported', stamp(run.receivedAt)],
          ]}
        />
      </Box>
      <Box
        title="Around it"
        padded
        aside={
          <SafeLink className="link" href={`/runs?host=${run.hostId}&period=7d`}>
            All of this host, 7 days
          </SafeLink>
        }
      >
        <KeyValues
          items={[
            ['Before', <Neighbour key="before" run={run.previous} none="no run before" asOf={asOf} />],
            ['After', <Neighbour key="after" run={run.next} none="no run after yet" asOf={asOf} />],
          ]}
        />
      </Box>
    </div>
  );
}

function Neighbour({ run, none, asOf }: { run: RunDetail['previous']; none: string; asOf: Date }) {
  if (run === null) return <span className="t3">{none}</span>;
  return (
    <SafeLink href={`/runs/${run.id}`} className="row wrap">
      <OutcomeText outcome={run.outcome} />
      <Stamp at={run.startedAt} asOf={asOf} />
      {run.revision ? <span className="mono t3">{run.revision.slice(0, 7)}</span> : null}
    </SafeLink>
  );
}
