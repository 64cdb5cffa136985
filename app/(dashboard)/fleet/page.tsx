import { requireViewer } from '@/lib/access/require-viewer';
import { HostsPage } from './hosts-page';
import { ResourcesPage } from './resources-page';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Fleet: the hosts, or with `?kind=` the resources of any other kind. */
export default async function FleetPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const kind = [params.kind ?? 'host'].flat();
  return kind.includes('host') ? (
    <HostsPage viewer={viewer} params={params} />
  ) : (
    <ResourcesPage viewer={viewer} params={params} />
  );
}
