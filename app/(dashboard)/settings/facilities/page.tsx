import type { Metadata } from 'next';
import { BadFilter } from '@/components/coverage/bad-filter';
import { SendForm } from '@/components/settings/send-form';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { formatNumber } from '@/components/ui/format-number';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { linkTo, type PageUrl, paramOf } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import { TableFoot } from '@/components/ui/table-foot';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { kindOrder, kindWords } from '@/lib/queries/kind-words';
import { listFacilityRules, RuleFilter, type RuleRow } from '@/lib/queries/list-facility-rules';
import { listPlaces } from '@/lib/queries/list-places';
import { unplaced } from '@/lib/queries/unplaced';
import settings from '../settings.module.css';
import styles from './facilities.module.css';
import { ruleColumns } from './rule-columns';
import { RuleForm } from './rule-form';
import { UnplacedBox } from './unplaced-box';

export const metadata: Metadata = { title: 'Facilities' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The rules that say to which facility, environment and team a resource belongs, and what they leave unmatched. */
export default async function FacilitiesPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = RuleFilter.safeParse(params);
  const url: PageUrl = { path: '/settings/facilities', params };
  if (!filter.success) return <BadFilter issues={filter.error.issues} path={url.path} />;
  const tabs = <SettingsTabs current="facilities" may={(permission) => can(viewer, permission)} />;
  if (!can(viewer, 'facilities:read'))
    return (
      <>
        <PageHead title="Settings" crumb="Facilities" />
        {tabs}
        <Note kind="refused">
          Your role does not see the rules of facilities. It needs the permission <code>facilities:read</code>.
        </Note>
      </>
    );
  const [list, found, known] = await Promise.all([
    listFacilityRules(viewer, filter.data),
    unplaced(viewer, filter.data.asOf ?? null),
    listPlaces(viewer),
  ]);
  const writes = can(viewer, 'facilities:write') && list.asOf === null && viewer.reach === null;
  const plurals = Object.fromEntries(kindOrder.map((kind) => [kind, kindWords(kind).plural.toLowerCase()]));
  const hosts = found.kinds.find(({ kind }) => kind === 'host');
  return (
    <>
      <PageHead
        title="Settings"
        crumb="Facilities"
        coverage={`${formatNumber(list.rows.length)} rules · ${formatNumber(hosts?.unplaced ?? 0)} of ${formatNumber(hosts?.total ?? 0)} hosts belong to no facility`}
      />
      {tabs}
      {found.waitingSince ? (
        <Note kind="info">The rules have changed. What is there already is being placed again.</Note>
      ) : null}
      {writes ? (
        <details className={settings.add}>
          <summary>Add rule</summary>
          <Box title="Add rule" hint="new scans obey it at once, what is there already a moment later" padded>
            <RuleForm last={list.rows.length + 1} known={known} plurals={plurals} />
          </Box>
        </details>
      ) : null}
      <Box label="Rules">
        {list.rows.length === 0 ? (
          <Empty title="There is no rule.">Resources belong where their tags say: facility, environment, team.</Empty>
        ) : (
          <DataTable<RuleRow>
            name="Rules of facilities"
            columns={ruleColumns(filter.data.asOf ?? new Date())}
            rows={list.rows}
            rowKey={({ id }) => id}
            url={url}
            {...(writes
              ? {
                  detail: {
                    open: paramOf(url, 'open'),
                    href: ({ id }) => linkTo(url, { open: params.open === id ? null : id }),
                    render: (rule) => (
                      <div className={styles.open}>
                        <RuleForm rule={rule} known={known} plurals={plurals} />
                        <SendForm
                          inline
                          method="DELETE"
                          action={`/api/v1/facility-rules/${rule.id}`}
                          submit="Remove rule"
                          confirm="What it matched will belong where later rules and the tags say. Go on?"
                        />
                        <SafeLink href={`/audit?kind=facility-rule&object=${rule.id}`} className="link">
                          What was done with this rule
                        </SafeLink>
                      </div>
                    ),
                  },
                }
              : {})}
          />
        )}
        <TableFoot
          noun="rules"
          total={null}
          shown={list.rows.length}
          url={url}
          next={null}
          {...(can(viewer, 'export')
            ? { exportHref: linkTo({ path: '/api/v1/facility-rules', params: {} }, { format: 'csv' }) }
            : {})}
        />
      </Box>
      <UnplacedBox found={found} asOf={filter.data.asOf?.toISOString() ?? null} />
    </>
  );
}
