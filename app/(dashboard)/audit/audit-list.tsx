import { IconDownload } from '@tabler/icons-react';
import { AuditDetail } from '@/components/audit/audit-detail';
import { LogState } from '@/components/audit/log-state';
import { BadFilter } from '@/components/coverage/bad-filter';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { type Facet, FilterBar } from '@/components/ui/filter-bar';
import { formatAge } from '@/components/ui/format-age';
import { formatInstant } from '@/components/ui/format-instant';
import { formatNumber } from '@/components/ui/format-number';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl, paramOf } from '@/components/ui/page-url';
import { TableFoot } from '@/components/ui/table-foot';
import { Stamp } from '@/components/ui/time';
import { can, type Viewer } from '@/lib/access/viewer';
import { auditFacets, countedOf } from '@/lib/queries/audit-facets';
import { AuditFilter, leftOutOf } from '@/lib/queries/audit-filter';
import { type AuditLogState, auditLogState } from '@/lib/queries/audit-log-state';
import { auditProof } from '@/lib/queries/audit-proof';
import { listAudit, recordAuditView } from '@/lib/queries/list-audit';
import { orNull } from '@/lib/queries/or-null';
import { sixYears } from '@/lib/queries/retention';
import { auditColumns } from './audit-columns';
import { AuditTabs } from './audit-tabs';
import { HiddenLinks } from './hidden-links';
import { PeriodLinks } from './period-links';
import styles from './period-links.module.css';

type Props = { viewer: Viewer; params: Record<string, string | string[] | undefined> };

const titles = {
  actor: 'Actor',
  action: 'Action',
  kind: 'Object',
  outcome: 'Result',
  address: 'Address',
  reach: 'Reach',
} as const;
/** Not a choice of the bar, but to be seen and taken away there when a link has set it. */
const single = {
  request: 'Request',
  object: 'Object id',
} as const;

/** A choice shows what else could be chosen. */
const none = { actor: undefined, action: undefined, kind: undefined, address: undefined, reach: undefined };

/** What was done in Plumbline. */
export async function AuditList({ viewer, params }: Props) {
  const parsed = AuditFilter.safeParse({ jobs: 'hidden', reads: 'hidden', ...params });
  if (!parsed.success) return <BadFilter issues={parsed.error.issues} path="/audit" />;
  const filter = parsed.data;
  await recordAuditView(viewer, filter);
  const [list, facets, log] = await Promise.all([
    listAudit(viewer, filter),
    auditFacets(viewer, { ...filter, ...none }),
    auditLogState(viewer, filter.asOf ?? null),
  ]);
  const open = list.rows.find(({ id }) => id === params.open);
  const request = open
    ? (await listAudit(viewer, { limit: 100, jobs: 'shown', reads: 'shown', request: open.requestId })).rows
    : [];
  const verification = can(viewer, 'audit:verify') && !filter.asOf ? { underWay: log.verifying } : null;
  const proof =
    open && params.verify ? await orNull(auditProof(viewer, { event: open.id, asOf: filter.asOf })) : undefined;
  const asOf = filter.asOf ?? new Date();
  const url: PageUrl = { path: '/audit', params };
  const { in: _, open: __, verify: ___, ...exported } = params;
  const exportHref = linkTo(
    { path: '/api/v1/audit', params: exported },
    { format: 'csv', limit: null, jobs: filter.jobs, reads: filter.reads },
  );
  const bar: Facet[] = [
    ...Object.entries(titles).map(([key, title]) => ({
      key,
      title,
      values: facets.values[key as keyof typeof titles].map((choice) =>
        key === 'reach' && choice.value === '*' ? { ...choice, label: 'everything' } : choice,
      ),
    })),
    ...Object.entries(single).map(([key, title]) => ({ key, title, values: [] })),
  ];
  return (
    <>
      <PageHead
        title="Audit"
        coverage={
          <>
            What was done in Plumbline and in the estate · times in UTC · kept {keptFor(log.keptDays)}, events are only
            added ·{' '}
            {facets.oldestAt ? (
              <>
                oldest <Stamp at={facets.oldestAt} form="date" />
              </>
            ) : (
              'none yet'
            )}
          </>
        }
        actions={
          can(viewer, 'export') ? (
            <LinkButton href={exportHref} icon={IconDownload} download>
              Export
            </LinkButton>
          ) : null
        }
      />
      <LogState log={log} asOf={asOf} verify={verification} />
      <AuditTabs viewer={viewer} current={paramOf(url, 'outcome') === 'refused' ? 'refused' : 'plumbline'} />
      <FilterBar
        url={url}
        facets={bar.filter(({ key, values }) => values.length > 0 || url.params[key])}
        search="person, object, request"
      >
        <span className={styles.both}>
          <HiddenLinks url={url} />
          <PeriodLinks url={url} asOf={asOf} />
        </span>
      </FilterBar>
      <Box label="Events in Plumbline">
        {list.rows.length === 0 ? (
          <Empty title="No event matches." clearHref="/audit">
            The log holds all that was done in Plumbline
            {facets.oldestAt ? (
              <>
                {' '}
                since <Stamp at={facets.oldestAt} />
              </>
            ) : null}
            .
          </Empty>
        ) : (
          <DataTable
            name="Events in Plumbline"
            columns={auditColumns(asOf)}
            rows={list.rows}
            rowKey={({ id }) => id}
            url={url}
            detail={{
              open: open?.id ?? null,
              href: ({ id }) =>
                linkTo(url, { open: id === open?.id ? null : id, verify: null, cursor: paramOf(url, 'cursor') }),
              render: (event) => (
                <AuditDetail
                  event={event}
                  request={request}
                  verifyHref={linkTo(url, { open: event.id, verify: 'yes', cursor: paramOf(url, 'cursor') })}
                  {...(proof === undefined ? {} : { proof })}
                />
              ),
            }}
          />
        )}
        <TableFoot
          noun="events"
          total={null}
          shown={list.rows.length}
          note={`${leftOut(filter)} · choices count the latest ${countedOf(filter)} events · ${keptWords(log, asOf)}`}
          url={url}
          next={list.next}
          {...(can(viewer, 'export') ? { exportHref } : {})}
        />
      </Box>
    </>
  );
}

/** What the list leaves out. */
function leftOut(filter: AuditFilter): string {
  const { jobs, reads } = leftOutOf(filter);
  const out = [jobs ? 'what jobs did' : null, reads ? 'views of evidence' : null].filter(Boolean);
  return out.length === 0 ? 'nothing is left out' : `without ${out.join(' and ')}`;
}

/** Retention, the last verification, and how old the last checkpoint outside is. */
function keptWords(log: AuditLogState, asOf: Date): string {
  const age = (at: Date | null) => (at ? (formatAge(at, asOf) ?? formatInstant(at, 'date')) : null);
  const [left, verified] = [age(log.leftAt), age(log.verified?.at ?? null)];
  const holds = log.holds === 0 ? '' : log.holds === 1 ? ', 1 legal hold' : `, ${log.holds} legal holds`;
  return [
    `kept ${keptFor(log.keptDays)}${holds}`,
    verified === null ? 'not verified yet' : `last verified: ${verified}`,
    left === null ? 'no checkpoint has left the house' : `last outside checkpoint: ${left}`,
  ].join(' · ');
}

function keptFor(days: number): string {
  return days === sixYears ? 'six years' : `${formatNumber(days)} days`;
}
