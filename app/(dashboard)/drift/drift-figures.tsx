import {
  IconArrowUpRight,
  IconFileOff,
  IconGitCommit,
  IconGitCompare,
  IconHelpCircle,
  IconWorld,
} from '@tabler/icons-react';
import { Figures } from '@/components/ui/figures';
import { formatNumber } from '@/components/ui/format-number';
import { linkTo, type PageUrl } from '@/components/ui/page-url';
import type { DriftCounts } from '@/lib/queries/drift-counts';

/** How much drift there is, of how many groups, and of which groups nothing can be said. */
export function DriftFigures({ counts, url }: { counts: DriftCounts; url: PageUrl }) {
  const compared = `of ${formatNumber(counts.compared + counts.codeOnly)} groups in code`;
  const to = (change: Record<string, string | null>) => linkTo(url, { ahead: null, open: null, ...change });
  return (
    <Figures
      label="Drift in figures"
      figures={[
        { label: 'Open drift', icon: IconGitCompare, value: counts.open, of: compared, href: to({}) },
        {
          label: 'Cloud ahead',
          icon: IconArrowUpRight,
          state: 'cloud-ahead',
          value: counts.cloud + counts.both,
          of: 'changed past the code',
          href: to({ ahead: 'cloud,both' }),
        },
        {
          label: 'Code ahead',
          icon: IconGitCommit,
          state: 'code-ahead',
          value: counts.code + counts.both,
          of: 'not applied yet',
          href: to({ ahead: 'code,both' }),
        },
        {
          label: 'Open to the world',
          icon: IconWorld,
          state: 'fail',
          value: counts.worldOpen,
          of: 'through a difference',
          href: to({ open: 'world' }),
        },
        {
          label: 'Outside code',
          icon: IconFileOff,
          value: counts.outside,
          of: `of ${formatNumber(counts.groups)} groups, no drift`,
          href: '/fleet?kind=aws.ec2.security-group',
        },
        {
          label: 'Unresolved',
          icon: IconHelpCircle,
          state: 'unknown',
          value: counts.unresolved,
          of: `of ${formatNumber(counts.declarations)} declarations in ${formatNumber(counts.repositories)} ${counts.repositories === 1 ? 'repository' : 'repositories'}`,
        },
      ]}
    />
  );
}
