import { IconEye, IconGitCommit, IconPlayerPlay } from '@tabler/icons-react';
import { Figures } from '@/components/ui/figures';
import { formatNumber } from '@/components/ui/format-number';
import { StateText } from '@/components/ui/state';
import { Ago, Stamp } from '@/components/ui/time';
import type { DriftDetail } from '@/lib/queries/get-drift';

/** What the code says, what was last applied, what the cloud has: each with who or what said so, and when. */
export function ThreeSides({ drift, asOf }: { drift: DriftDetail; asOf: Date }) {
  const { declared, observed, lines } = drift.body;
  const cloud = lines.filter(({ ahead }) => ahead === 'cloud').length;
  const code = lines.filter(({ ahead }) => ahead === 'code').length;
  return (
    <Figures
      mono
      label="Declared, applied, observed"
      figures={[
        {
          label: 'Declared',
          icon: IconGitCommit,
          value: <span title={declared.at.revision}>{declared.at.revision.slice(0, 7) || 'unknown'}</span>,
          of: (
            <>
              <Stamp at={declared.at.committedAt} asOf={asOf} />, {declared.at.author}
              <br />
              {declared.at.subject}
            </>
          ),
          aside:
            cloud === 0 && code > 0 ? (
              <StateText state="code-ahead" label={`ahead on ${code} of ${ruleCount(declared.rules)}`} />
            ) : (
              ruleCount(declared.rules)
            ),
          href: '#code',
          ...(cloud === 0 && code > 0 ? { ground: 'code-ahead' as const } : {}),
        },
        applied(drift, asOf),
        {
          label: 'Observed',
          icon: IconEye,
          value: drift.scan ? `scan ${formatNumber(Number(drift.scan.id))}` : observed ? 'unknown' : 'not there',
          of: drift.scan ? (
            <>
              <Ago at={drift.scan.finishedAt} asOf={asOf} words />, {drift.scan.outcome}
              <br />
              AWS {[drift.account, drift.region].filter(Boolean).join(' ')}
            </>
          ) : (
            'no complete scan has found it'
          ),
          aside:
            cloud > 0 ? (
              <StateText state="cloud-ahead" label={`ahead on ${cloud} of ${ruleCount(observed?.rules ?? 0)}`} />
            ) : (
              ruleCount(observed?.rules ?? 0)
            ),
          ...(cloud > 0 ? { ground: 'cloud-ahead' as const } : {}),
          ...(drift.resourceId ? { href: `/fleet/${drift.resourceId}` } : {}),
        },
      ]}
    />
  );
}

function applied({ applied: run, body }: DriftDetail, asOf: Date) {
  const figure = { label: 'Applied', icon: IconPlayerPlay };
  if (!run) return { ...figure, value: null, of: `no enforcing run from ${body.declared.repository} was reported` };
  const older = run.startedAt.getTime() < Date.parse(body.declared.at.committedAt);
  return {
    ...figure,
    value: `run ${formatNumber(Number(run.id))}`,
    of: (
      <>
        <Stamp at={run.startedAt} asOf={asOf} />
        {run.actor || run.controller ? `, ${run.actor ?? run.controller}` : ''}
        {run.revision ? `, enforced ${run.revision.slice(0, 7)}` : ''}
        <br />
        {older ? 'older than the last commit to this file' : 'after the last commit to this file'}
      </>
    ),
    href: `/runs/${run.id}`,
  };
}

function ruleCount(count: number): string {
  return count === 1 ? '1 rule' : `${count} rules`;
}
