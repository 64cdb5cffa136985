import { BadFilter } from '@/components/coverage/bad-filter';
import { CoverageWords } from '@/components/coverage/coverage-words';
import { FirstStart } from '@/components/first-start/first-start';
import { formatNumber } from '@/components/ui/format-number';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { dayCounts } from '@/lib/queries/day-counts';
import { FleetQuery, fleetFigures } from '@/lib/queries/fleet-figures';
import { getSample } from '@/lib/queries/get-sample';
import { listNotWell } from '@/lib/queries/list-not-well';
import { sinceYesterday } from '@/lib/queries/since-yesterday';
import { Bands } from './_health/bands';
import { FacilityChoice } from './_health/facility-choice';
import { HealthFigures } from './_health/figures';
import styles from './_health/health.module.css';
import { NotWellBox } from './_health/not-well';
import { SinceYesterday } from './_health/since-yesterday';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Fleet health: what one wants to know in the morning. */
export default async function FleetHealthPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const query = FleetQuery.safeParse(params);
  if (!query.success) return <BadFilter issues={query.error.issues} path="/" />;
  const [figures, counts, happenings, notWell] = await Promise.all([
    fleetFigures(viewer, query.data),
    dayCounts(viewer, query.data.asOf ?? null, 30, query.data.facility),
    sinceYesterday(viewer, query.data),
    listNotWell(viewer, query.data),
  ]);
  if (figures.coverage.scopes.length === 0 && figures.hosts === 0 && figures.asOf === null)
    return (
      <FirstStart mayAdd={can(viewer, 'sources:write')} sampleUnderWay={(await getSample(viewer)).wish === 'load'} />
    );
  const asOf = figures.asOf ?? new Date();
  const facilities = [...figures.facilities].filter(([name]) => name !== null);
  const wall = params.wall !== undefined;
  return (
    <>
      <PageHead
        title="Fleet health"
        coverage={
          <>
            {formatNumber(figures.hosts)} hosts in {formatNumber(facilities.length)} facilities ·{' '}
            <CoverageWords {...figures} asOf={asOf} />
          </>
        }
        actions={
          <>
            <FacilityChoice hosts={figures.facilities} chosen={query.data.facility} params={params} />
            <LinkButton href={wall ? '/' : '/?wall'} hideBelow={600}>
              {wall ? 'Desk screen' : 'Wall screen'}
            </LinkButton>
          </>
        }
      />
      <div className={wall ? styles.wall : undefined}>
        <HealthFigures figures={figures} asOf={asOf} facility={query.data.facility} />
      </div>
      <div className={styles.columns}>
        <Bands counts={counts} conditions={figures.conditions} asOf={asOf} />
        <SinceYesterday happenings={happenings} asOf={asOf} />
      </div>
      <NotWellBox {...notWell} asOf={asOf} />
    </>
  );
}
