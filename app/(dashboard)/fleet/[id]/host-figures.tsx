import { conditionState } from '@/components/fleet/condition';
import { toolNames } from '@/components/fleet/tool-names';
import { Figures } from '@/components/ui/figures';
import { formatDuration } from '@/components/ui/format-age';
import { formatNumber } from '@/components/ui/format-number';
import { states } from '@/components/ui/state';
import { Ago, Stamp } from '@/components/ui/time';
import type { Viewer } from '@/lib/access/viewer';
import type { getResource } from '@/lib/queries/get-resource';
import { hostFacts } from '@/lib/queries/host-facts';

type HostFiguresProps = { viewer: Viewer; resource: Awaited<ReturnType<typeof getResource>>; asOf: Date };

/** The times of a resource: observed, last run, facts, first seen; and how it stands to the world. */
export async function HostFigures({ viewer, resource, asOf }: HostFiguresProps) {
  const seen = resource.observedAt;
  const first = {
    label: 'First seen',
    value: <Ago at={resource.firstSeenAt} asOf={asOf} words />,
    of: (
      <>
        as it is since <Stamp at={resource.validFrom} asOf={asOf} />
      </>
    ),
  };
  if (resource.kind !== 'host') {
    return (
      <Figures
        figures={[
          { label: 'Observed', value: seen ? <Ago at={seen} asOf={asOf} words /> : null, of: resource.source },
          first,
          { label: 'Related', value: resource.related.length, of: 'resources that it names or that name it' },
        ]}
      />
    );
  }
  const facts = await hostFacts(viewer, { id: resource.id, asOf: resource.asOf ?? undefined });
  const groups = resource.related.filter((it) => it.kind === 'aws.ec2.security-group');
  const open = groups.filter((it) => it.status === 'world-open');
  const inCloud = resource.related.some((it) => it.kind === 'aws.ec2.instance');
  return (
    <Figures
      figures={[
        {
          label: 'Observed by AWS',
          value: inCloud && seen ? <Ago at={seen} asOf={asOf} words /> : <span className="t3">never</span>,
          of: inCloud
            ? `${formatNumber(groups.length)} groups, ${formatNumber(resource.related.filter((it) => it.kind === 'aws.ec2.volume').length)} volumes`
            : 'unknown to the cloud',
        },
        {
          label: facts.tool ? `Last run, ${toolNames[facts.tool] ?? facts.tool}` : 'Last run',
          value: facts.ranAt ? <Ago at={facts.ranAt} asOf={asOf} words /> : <span className="t3">never</span>,
          delta: facts.condition ? states[conditionState(facts.condition)].word.toLowerCase() : '',
          of: facts.intervalSeconds ? `every ${formatDuration(facts.intervalSeconds * 1000)}` : 'never seen by a tool',
          href: `?tab=runs`,
        },
        {
          label: 'Facts',
          value: facts.factsAt ? <Ago at={facts.factsAt} asOf={asOf} words /> : <span className="t3">none sent</span>,
          of: 'last time that one changed',
        },
        first,
        {
          label: 'Groups open to the world',
          value: open.length,
          of: `of ${formatNumber(groups.length)} groups`,
          href: '/fleet?kind=aws.ec2.security-group&status=world-open',
        },
      ]}
    />
  );
}
