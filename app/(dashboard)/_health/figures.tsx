import {
  IconCircleX,
  IconGitCompare,
  IconLockOpen,
  IconServer2,
  IconSquareDashed,
  IconWorld,
} from '@tabler/icons-react';
import { Figures } from '@/components/ui/figures';
import { formatNumber } from '@/components/ui/format-number';
import { Ago } from '@/components/ui/time';
import type { fleetFigures } from '@/lib/queries/fleet-figures';

type HealthFiguresProps = {
  figures: Awaited<ReturnType<typeof fleetFigures>>;
  asOf: Date;
  facility: readonly string[] | undefined;
};

/** The six figures: each a link to the list that it counts. */
export function HealthFigures({ figures, asOf, facility }: HealthFiguresProps) {
  const to = (path: string) => {
    const more = (facility ?? []).map((name) => `facility=${encodeURIComponent(name)}`).join('&');
    return more ? `${path}${path.includes('?') ? '&' : '?'}${more}` : path;
  };
  const age = (kinds: readonly string[]) => {
    const times = figures.coverage.scopes
      .filter((scope) => kinds.includes(scope.kind) && scope.observedAt && !scope.stale)
      .map((scope) => Number(scope.observedAt));
    return times.length > 0 ? <Ago at={new Date(Math.min(...times))} asOf={asOf} words /> : 'not observed';
  };
  return (
    <Figures
      label="Fleet health in figures"
      figures={[
        {
          label: 'Hosts',
          icon: IconServer2,
          value: figures.hosts,
          delta: `${signed(figures.hostsDelta)} since yesterday`,
          of: `${formatNumber(figures.ran)} managed`,
          age: age(['aws.ec2.instance']),
          href: to('/fleet'),
        },
        {
          label: 'Not reported',
          icon: IconSquareDashed,
          value: figures.missing,
          delta: 'in their interval',
          of: `of ${formatNumber(figures.ran)} managed hosts`,
          href: to('/fleet?status=not-reported'),
        },
        {
          label: 'Failing',
          icon: IconCircleX,
          state: 'fail',
          value: figures.failing,
          delta: 'last run',
          of: `of ${formatNumber(figures.ran)} hosts that ran`,
          href: to('/fleet?status=failing'),
        },
        {
          label: 'Open drift',
          icon: IconGitCompare,
          state: 'corrective',
          value: figures.drift,
          delta: `${formatNumber(figures.cloudAhead)} cloud ahead`,
          of: `of ${formatNumber(figures.groups)} groups`,
          age: age(['aws.ec2.security-group']),
          href: to('/drift'),
        },
        {
          label: 'Unencrypted',
          icon: IconLockOpen,
          state: 'fail',
          value: figures.volumes.unencrypted,
          delta: `${formatNumber(figures.volumes.unknown)} unknown`,
          of: `of ${formatNumber(figures.volumes.total)} volumes`,
          age: age(['aws.ec2.volume']),
          href: to('/encryption?status=unencrypted&kind=aws.ec2.volume'),
        },
        {
          label: 'Open to the world',
          icon: IconWorld,
          value: figures.worldOpen,
          delta: `${formatNumber(figures.undeclaredWorld)} undeclared`,
          of: `of ${formatNumber(figures.groups)} groups`,
          age: age(['aws.ec2.security-group']),
          href: to('/fleet?kind=aws.ec2.security-group&status=world-open'),
        },
      ]}
    />
  );
}

function signed(n: number): string {
  return n > 0 ? `+${formatNumber(n)}` : n < 0 ? `−${formatNumber(-n)}` : '±0';
}
