import { IconCircleX, IconClock, IconPencil } from '@tabler/icons-react';
import { type Figure, Figures } from '@/components/ui/figures';
import { formatDuration } from '@/components/ui/format-age';
import { formatNumber } from '@/components/ui/format-number';
import type { RunDetail } from '@/lib/queries/get-run';

/** How many tasks came to what, and how long it took. */
export function RunFigures({ run }: { run: RunDetail }) {
  // Tools count what changed among what is ok.
  const tasks = run.ok + run.failed + run.skipped + run.rescued;
  const of = `of ${formatNumber(tasks)} tasks`;
  const figures: Figure[] = [
    {
      label: run.mode === 'check' ? 'Would change' : 'Changed',
      icon: IconPencil,
      ...(run.changed > 0 ? { state: run.mode === 'check' ? ('pending' as const) : ('changed' as const) } : {}),
      value: run.changed,
      of,
      ...(run.changed > 0 ? { href: '#tasks' } : {}),
    },
    {
      label: 'Failed',
      icon: IconCircleX,
      ...(run.failed > 0 ? { state: 'failed' as const, ground: 'failed' as const, href: '#tasks' } : {}),
      value: run.failed,
      of,
    },
    { label: 'Ok', value: run.ok, of },
    { label: 'Skipped', value: run.skipped, of, hideBelow: 600 },
    { label: 'Ignored or rescued', value: run.ignored + run.rescued, of, hideBelow: 900 },
    {
      label: 'Took',
      icon: IconClock,
      value: run.finishedAt ? formatDuration(run.finishedAt.getTime() - run.startedAt.getTime()) : null,
      of: run.runs > 1 ? 'the last of them' : 'start to finish',
    },
  ];
  return <Figures figures={figures} label="Tasks of this run" />;
}
