import { HostRunStrip } from '@/components/runs/host-run-strip';
import { AttributeBands } from '@/components/ui/attribute-band';
import { Box } from '@/components/ui/box';
import { Columns } from '@/components/ui/columns';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { formatInstant } from '@/components/ui/format-instant';
import { formatNumber } from '@/components/ui/format-number';
import type { PageUrl } from '@/components/ui/page-url';
import { StateChip, StateText } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { can, type Viewer } from '@/lib/access/viewer';
import { attributeBands } from '@/lib/queries/attribute-bands';
import type { getResource, Related, ResourceQuery } from '@/lib/queries/get-resource';
import { kindWords } from '@/lib/queries/kind-words';
import { type OpenItem, openOn } from '@/lib/queries/open-on-host';
import { runStrip, StripQuery } from '@/lib/queries/run-strip';
import { FieldsBox } from './fields-box';
import { RecentChanges } from './recent-changes';
import { RulesBox } from './rules-box';

type NowTabProps = {
  viewer: Viewer;
  resource: Awaited<ReturnType<typeof getResource>>;
  query: ResourceQuery;
  url: PageUrl;
  asOf: Date;
};

/** What it is, what it was over 90 days, what changed, what is open on it, and what belongs to it. */
export async function NowTab({ viewer, resource, query, url, asOf }: NowTabProps) {
  const strip = StripQuery.parse({
    hostId: resource.id,
    period: ['7d', '90d'].find((period) => period === url.params.runs) ?? '24h',
    asOf: url.params.asOf,
  });
  const bands = await attributeBands(viewer, query, 90);
  const open = await openOn(viewer, [resource.id, ...resource.related.map((it) => it.id)], resource.asOf);
  const at = (back: number) =>
    formatInstant(new Date(asOf.getTime() - back * 86_400_000), 'date', { year: asOf.getUTCFullYear() });
  return (
    <>
      {resource.kind === 'host' && can(viewer, 'runs:read') ? (
        <HostRunStrip strip={await runStrip(viewer, strip)} url={url} />
      ) : null}
      {resource.rules ? <RulesBox rules={resource.rules} /> : null}
      <Box title="What it was, 90 days" hint="a new band is a new value; hatched is not observed">
        {bands.length === 0 ? <Empty title="Nothing was observed in these 90 days." /> : null}
        <AttributeBands
          label="What each attribute was over 90 days"
          axis={[at(90), at(60), at(30), at(0)]}
          bands={bands.map(({ attribute, spans }) => ({
            attribute,
            spans: spans.map((span) => ({
              value: span.value,
              length: Number(span.to) - Number(span.from),
              bad: span.bad,
              title: `${attribute}: ${span.value ?? 'not observed'}, from ${formatInstant(span.from, 'minute')}`,
            })),
          }))}
        />
      </Box>
      <Columns aside={400}>
        <RecentChanges viewer={viewer} query={query} asOf={asOf} />
        <OpenBox items={open} asOf={asOf} of={resource.related.length + 1} />
      </Columns>
      <Columns>
        <FieldsBox kind={resource.kind} fields={resource.fields} />
        <RelatedBox related={resource.related} />
      </Columns>
    </>
  );
}

function OpenBox({ items, asOf, of }: { items: readonly OpenItem[]; asOf: Date; of: number }) {
  const columns: Column<OpenItem>[] = [
    { key: 'title', title: 'What', fill: true, render: (row) => row.what },
    { key: 'state', title: 'State', render: (row) => <StateChip state={row.state} /> },
    { key: 'since', title: 'Since', align: 'end', render: (row) => <Ago at={row.since} asOf={asOf} /> },
  ];
  return (
    <Box title="Open here" aside={`of ${formatNumber(of)} resources`}>
      {items.length === 0 ? (
        <Empty title="Nothing is open.">No failed or unknown check and no drift on it or on what belongs to it.</Empty>
      ) : (
        <DataTable
          name="Open here"
          headless
          columns={columns}
          rows={items}
          rowKey={(row) => `${row.href} ${row.title}`}
          rowHref={(row) => row.href}
        />
      )}
    </Box>
  );
}

function RelatedBox({ related }: { related: readonly Related[] }) {
  const columns: Column<Related>[] = [
    { key: 'name', title: 'Name', mono: true, fill: true, render: (row) => row.name },
    {
      key: 'kind',
      title: 'Kind',
      quiet: true,
      render: (row) => kindWords(row.kind).title,
    },
    {
      key: 'how',
      title: 'Joined by',
      quiet: true,
      hideBelow: 900,
      render: (row) =>
        row.how && row.how !== 'itself' ? (
          `joined by ${row.how}`
        ) : row.encryption ? (
          <StateText state={row.encryption as 'encrypted'} />
        ) : (
          ''
        ),
    },
  ];
  return (
    <Box title="Belongs to it" aside={`${formatNumber(related.length)} resources`}>
      {related.length === 0 ? (
        <Empty title="Nothing else names it." />
      ) : (
        <DataTable
          name="Belongs to it"
          columns={columns}
          rows={related}
          rowKey={(row) => row.id}
          rowHref={(row) => `/fleet/${row.id}`}
        />
      )}
    </Box>
  );
}
