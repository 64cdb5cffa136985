import type { Metadata } from 'next';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { formatNumber } from '@/components/ui/format-number';
import { KeyValues } from '@/components/ui/key-values';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { Stamp } from '@/components/ui/time';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { type HoldRow, retention } from '@/lib/queries/retention';
import styles from '../settings.module.css';
import { holdColumns } from './hold-columns';
import { LiftHold } from './lift-hold';
import { monthColumns } from './month-columns';
import { PlaceHold } from './place-hold';
import { SetDays } from './set-days';

export const metadata: Metadata = { title: 'Retention' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** How long the audit log is kept, what holds some of it longer, and what goes next. */
export default async function RetentionPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const { open } = await searchParams;
  const tabs = <SettingsTabs current="retention" may={(permission) => can(viewer, permission)} />;
  if (!can(viewer, 'retention:read'))
    return (
      <>
        <PageHead title="Settings" crumb="Retention" />
        {tabs}
        <Note kind="refused">
          Your role does not see the retention. It needs the permission <code>retention:read</code>.
        </Note>
      </>
    );
  const { days, least, changedAt, holds, next } = await retention(viewer);
  const changes = can(viewer, 'retention:write');
  const standing = holds.filter(({ liftedAt }) => liftedAt === null);
  return (
    <>
      <PageHead
        title="Settings"
        crumb="Retention"
        coverage="Audit events are kept by months; what goes leaves its hashes, so that the rest still proves itself."
      />
      {tabs}
      <div className={styles.stack}>
        <Box title="Audit log" hint="six years is the least that the law asks for" padded>
          <KeyValues
            items={[
              ['Kept for', `${formatNumber(days)} days${days === least ? ', six years' : ''}`],
              ['Least', `${formatNumber(least)} days`],
              ['Changed', changedAt ? <Stamp key="changed" at={changedAt} /> : 'never'],
              ['Legal holds', standing.length === 0 ? 'none' : formatNumber(standing.length)],
            ]}
          />
          {changes ? (
            <div className={styles.below}>
              <SetDays days={days} least={least} />
            </div>
          ) : null}
        </Box>
        <Box title="Goes next" hint="whole months, the oldest first, at 04:40 UTC">
          {next.length === 0 ? (
            <Empty title="There is no month yet." />
          ) : (
            <DataTable name="Months that go next" columns={monthColumns()} rows={next} rowKey={({ month }) => month} />
          )}
        </Box>
        {changes ? <PlaceHold /> : null}
        <Box title="Legal holds" hint="a month with an event that a hold matches is not deleted">
          {holds.length === 0 ? (
            <Empty title="No hold was ever placed." />
          ) : (
            <DataTable<HoldRow>
              name="Legal holds"
              columns={holdColumns()}
              rows={holds}
              rowKey={({ id }) => id}
              {...(changes
                ? {
                    detail: {
                      open: typeof open === 'string' ? open : null,
                      href: ({ id }) => (open === id ? '/settings/retention' : `/settings/retention?open=${id}`),
                      render: (hold) => <LiftHold id={hold.id} lifted={hold.liftedAt !== null} />,
                    },
                  }
                : {})}
            />
          )}
        </Box>
      </div>
    </>
  );
}
