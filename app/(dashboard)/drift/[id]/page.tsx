import { IconHistory } from '@tabler/icons-react';
import { notFound } from 'next/navigation';
import { BadFilter } from '@/components/coverage/bad-filter';
import { Columns } from '@/components/ui/columns';
import { formatNumber } from '@/components/ui/format-number';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { SafeLink } from '@/components/ui/safe-link';
import { requireViewer } from '@/lib/access/require-viewer';
import { type DriftDetail, DriftQuery, getDrift } from '@/lib/queries/get-drift';
import { orNull } from '@/lib/queries/or-null';
import { CodeBox } from './code-box';
import { EvidenceBox } from './evidence-box';
import { LifeBox } from './life-box';
import { Rules } from './rules';
import { Sentence } from './sentence';
import { ThreeSides } from './three-sides';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** One drift: which side is ahead, since when and through whom, rule by rule; as of any date, open or closed. */
export default async function DriftGroupPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const { id } = await params;
  const given = await searchParams;
  const query = DriftQuery.safeParse({ id, ...(given.asOf ? { asOf: given.asOf } : {}) });
  if (!query.success)
    return query.error.issues[0]?.path[0] === 'id' ? (
      notFound()
    ) : (
      <BadFilter issues={query.error.issues} path={`/drift/${id}`} />
    );
  const drift = await orNull(getDrift(viewer, query.data));
  if (!drift) notFound();
  const asOf = drift.asOf ?? new Date();
  return (
    <>
      <PageHead
        title={drift.name}
        crumb={drift.name}
        coverage={<Subtitle drift={drift} />}
        actions={
          drift.resourceId ? (
            <LinkButton href={`/fleet/${drift.resourceId}?tab=history`} icon={IconHistory}>
              History
            </LinkButton>
          ) : null
        }
      />
      <Sentence drift={drift} asOf={asOf} />
      {drift.scan && drift.scan.outcome !== 'complete' && !drift.closedAt ? (
        <Note kind="stale">
          The last scan of this scope was {drift.scan.outcome}: what stands on the right may be older than it, and
          nothing is closed on its word.
        </Note>
      ) : null}
      <ThreeSides drift={drift} asOf={asOf} />
      <Rules drift={drift} asOf={asOf} />
      <Columns aside={420}>
        <EvidenceBox drift={drift} asOf={asOf} />
        <LifeBox drift={drift} asOf={asOf} />
      </Columns>
      <CodeBox drift={drift} />
    </>
  );
}

function Subtitle({ drift }: { drift: DriftDetail }) {
  const where = [drift.account, drift.region].filter(Boolean).join(' ');
  const at = drift.facility ? ` at ${drift.facility}` : '';
  return (
    <>
      {drift.groupId ? <span className="mono">{drift.groupId}</span> : 'not in the cloud'} · security group
      {where ? ` in ${where}` : ''} ·{' '}
      {drift.groupId ? (
        <SafeLink href={`/fleet?group=${drift.groupId}`} className="link">
          {formatNumber(drift.hosts)} {drift.hosts === 1 ? 'host' : 'hosts'}
        </SafeLink>
      ) : (
        'no host'
      )}
      {at}
      {drift.team ? ` · ${drift.team}` : ''}
    </>
  );
}
