import type { Metadata } from 'next';
import { BadFilter } from '@/components/coverage/bad-filter';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import { TableFoot } from '@/components/ui/table-foot';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { listPlaces } from '@/lib/queries/list-places';
import { listTokens, TokenFilter } from '@/lib/queries/list-tokens';
import { AddToken } from './add-token';
import { tokenColumns } from './token-columns';

export const metadata: Metadata = { title: 'Tokens' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Tokens of the API and of pushes; never what they are, only how they end. */
export default async function TokensPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = TokenFilter.safeParse(params);
  const url: PageUrl = { path: '/settings/tokens', params };
  if (!filter.success) return <BadFilter issues={filter.error.issues} path={url.path} />;
  const tabs = <SettingsTabs current="tokens" may={(permission) => can(viewer, permission)} />;
  if (!can(viewer, 'tokens:read'))
    return (
      <>
        <PageHead title="Settings" crumb="Tokens" />
        {tabs}
        <Note kind="refused">
          Your role does not see tokens. It needs the permission <code>tokens:read</code>.
        </Note>
      </>
    );
  const list = await listTokens(viewer, filter.data);
  const changes = can(viewer, 'tokens:write') && list.asOf === null;
  const exportHref = linkTo({ path: '/api/v1/tokens', params }, { format: 'csv', limit: null });
  return (
    <>
      <PageHead
        title="Settings"
        crumb="Tokens"
        coverage="Tokens are shown once, when they are made, and kept as SHA-256."
      />
      {tabs}
      {changes ? <AddToken known={await listPlaces(viewer)} /> : null}
      <Box label="Tokens">
        {list.rows.length === 0 ? (
          <Empty title="No token was made yet.">
            An ingest token lets Ansible push its runs; the others read the API.
          </Empty>
        ) : (
          <DataTable
            name="Tokens"
            columns={tokenColumns(filter.data.asOf ?? new Date(), changes)}
            rows={list.rows}
            rowKey={({ id }) => id}
            url={url}
          />
        )}
        <TableFoot
          noun="tokens"
          total={null}
          shown={list.rows.length}
          url={url}
          next={list.next}
          {...(can(viewer, 'export') ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}
