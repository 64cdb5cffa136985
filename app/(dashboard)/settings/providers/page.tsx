import type { Metadata } from 'next';
import { BadFilter } from '@/components/coverage/bad-filter';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl, paramOf } from '@/components/ui/page-url';
import { TableFoot } from '@/components/ui/table-foot';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { readEnvironment } from '@/lib/env';
import { listPlaces } from '@/lib/queries/list-places';
import { listProviders, ProviderFilter } from '@/lib/queries/list-providers';
import { AddProvider } from './add-provider';
import { ChangeProvider } from './change-provider';
import { providerColumns } from './provider-columns';

export const metadata: Metadata = { title: 'Providers' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Identity providers through which people sign in, and what their groups give. */
export default async function ProvidersPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = ProviderFilter.safeParse(params);
  const url: PageUrl = { path: '/settings/providers', params };
  if (!filter.success) return <BadFilter issues={filter.error.issues} path={url.path} />;
  const tabs = <SettingsTabs current="providers" may={(permission) => can(viewer, permission)} />;
  if (!can(viewer, 'providers:read'))
    return (
      <>
        <PageHead title="Settings" crumb="Providers" />
        {tabs}
        <Note kind="refused">
          Your role does not see providers. It needs the permission <code>providers:read</code>.
        </Note>
      </>
    );
  const list = await listProviders(viewer, filter.data);
  const changes = can(viewer, 'providers:write') && list.asOf === null;
  const facilities = changes ? (await listPlaces(viewer)).facilities : [];
  const { PLUMBLINE_URL, PORT } = readEnvironment();
  const callback = `${PLUMBLINE_URL ?? `http://127.0.0.1:${PORT}`}/api/auth/callback`;
  return (
    <>
      <PageHead
        title="Settings"
        crumb="Providers"
        coverage="A person is issuer and subject, never an e-mail address. Roles come from groups at each sign-in."
      />
      {tabs}
      {changes ? <AddProvider facilities={facilities} /> : null}
      <Box label="Providers">
        {list.rows.length === 0 ? (
          <Empty title="No identity provider was added yet.">
            People sign in with local accounts. Once a provider is enabled, these are for emergencies.
          </Empty>
        ) : (
          <DataTable
            name="Providers"
            columns={providerColumns(filter.data.asOf ?? new Date())}
            rows={list.rows}
            rowKey={({ id }) => id}
            url={url}
            detail={{
              open: paramOf(url, 'open'),
              href: ({ id }) => linkTo(url, { open: params.open === id ? null : id, cursor: paramOf(url, 'cursor') }),
              render: (provider) => (
                <ChangeProvider
                  provider={provider}
                  redirect={`${callback}/${provider.id}`}
                  changes={changes}
                  facilities={facilities}
                />
              ),
            }}
          />
        )}
        <TableFoot noun="providers" total={null} shown={list.rows.length} url={url} next={list.next} />
      </Box>
    </>
  );
}
