import { IconHistory } from '@tabler/icons-react';
import { notFound } from 'next/navigation';
import { BadFilter } from '@/components/coverage/bad-filter';
import { CoverageWords } from '@/components/coverage/coverage-words';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { linkTo } from '@/components/ui/page-url';
import { StateChip } from '@/components/ui/state';
import { StatusTabs } from '@/components/ui/status-tabs';
import { Stamp } from '@/components/ui/time';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { getResource, ResourceQuery } from '@/lib/queries/get-resource';
import { kindWords } from '@/lib/queries/kind-words';
import { orNull } from '@/lib/queries/or-null';
import { ActivityTab } from './activity-tab';
import { HistoryTab } from './history-tab';
import { HostFigures } from './host-figures';
import { NowTab } from './now-tab';
import { RunsTab } from './runs-tab';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** One resource: what it is, what it was, what ran on it, who touched it; as of any date. */
export default async function ResourcePage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const given = await searchParams;
  const { id } = await params;
  const query = ResourceQuery.safeParse({ id, ...(given.asOf ? { asOf: given.asOf } : {}) });
  if (!query.success)
    return query.error.issues[0]?.path[0] === 'id' ? (
      notFound()
    ) : (
      <BadFilter issues={query.error.issues} path={`/fleet/${id}`} />
    );
  const resource = await orNull(getResource(viewer, query.data));
  if (!resource) notFound();
  const asOf = resource.asOf ?? new Date();
  const isHost = resource.kind === 'host';
  const url = { path: `/fleet/${id}`, params: given };
  const tab = typeof given.tab === 'string' ? given.tab : 'now';
  const title = kindWords(resource.kind).title;
  const tabs = [
    ['now', 'Now', true],
    ['history', 'History', true],
    ['runs', 'Runs', isHost && can(viewer, 'runs:read')],
    ['activity', 'Who touched it', can(viewer, 'activity:read')],
  ] as const;
  const cloudId = resource.related.find((it) => it.kind === 'aws.ec2.instance')?.externalId;
  const subtitle = [
    isHost ? cloudId : resource.externalId,
    [resource.account, resource.region].filter(Boolean).join(' '),
    resource.system,
    resource.facility,
    resource.environment,
    resource.team,
  ];
  return (
    <>
      <PageHead
        title={resource.name}
        mono
        crumb={resource.name}
        coverage={
          <>
            {title} · {subtitle.filter(Boolean).join(' · ')}
          </>
        }
        actions={
          <>
            {resource.goneAt ? (
              <StateChip
                state="na"
                label={
                  <>
                    Gone since <Stamp at={resource.goneAt} asOf={asOf} />
                  </>
                }
                large
              />
            ) : null}
            {can(viewer, 'audit:read') ? (
              <LinkButton href={`/audit?object=${resource.id}`} icon={IconHistory} hideBelow={600}>
                Audit of this {title.toLowerCase()}
              </LinkButton>
            ) : null}
          </>
        }
      />
      {resource.coverage.complete ? null : (
        <Note kind="stale">
          What is shown was <CoverageWords {...resource} asOf={asOf} />.
        </Note>
      )}
      <HostFigures viewer={viewer} resource={resource} asOf={asOf} />
      <StatusTabs
        label="Parts of this page"
        tabs={tabs
          .filter(([, , shown]) => shown)
          .map(([key, label]) => ({
            label,
            href: linkTo(url, { tab: key === 'now' ? null : key }),
            current: tab === key,
          }))}
      />
      {tab === 'history' ? <HistoryTab viewer={viewer} query={query.data} url={url} asOf={asOf} /> : null}
      {tab === 'runs' && isHost ? <RunsTab viewer={viewer} hostId={resource.id} url={url} asOf={asOf} /> : null}
      {tab === 'activity' && can(viewer, 'activity:read') ? (
        <ActivityTab viewer={viewer} resource={resource} asOf={asOf} />
      ) : null}
      {tab === 'now' ? <NowTab viewer={viewer} resource={resource} query={query.data} url={url} asOf={asOf} /> : null}
    </>
  );
}
