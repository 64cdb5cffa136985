'use client';

import {
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconClockExclamation,
  IconLock,
  IconMenu2,
} from '@tabler/icons-react';
import { SafeLink } from '@/components/ui/safe-link';
import { SampleMark } from '@/components/ui/sample-mark';
import { Account } from './account';
import { AsOfControl } from './asof-control';
import { Crumb } from './crumb';
import type { FrameData } from './frame-data';
import styles from './header.module.css';
import { navId } from './nav';
import { Search } from './search';

/** Where one is, the search, the moment that is looked at, how well the sources are, and who one is. */
export function Header({ data }: { data: FrameData }) {
  return (
    <header className={styles.header}>
      <button type="button" className={styles.burger} popoverTarget={navId} aria-label="Open the navigation">
        <IconMenu2 size={16} stroke={1.75} aria-hidden />
      </button>
      <Crumb organisation={data.organisation} />
      {data.sample ? <SampleMark href="/sources" /> : null}
      <span className="grow" />
      <Search />
      <AsOfControl now={data.now} />
      <SourceHealth sources={data.sources} />
      <Account viewer={data.viewer} />
    </header>
  );
}

const health = {
  ok: { icon: IconCircleCheck, state: 'na' },
  stale: { icon: IconClockExclamation, state: 'stale' },
  failed: { icon: IconCircleX, state: 'fail' },
  refused: { icon: IconLock, state: 'refused' },
} as const;

function SourceHealth({ sources }: { sources: FrameData['sources'] }) {
  const { icon, state } = sources.total === 0 ? { icon: IconCircleMinus, state: 'na' as const } : health[sources.worst];
  const Glyph = icon;
  return (
    <SafeLink href="/sources" className={styles.sources} data-state={state} data-hide-below={600}>
      <Glyph size={15} stroke={1.75} aria-hidden />
      {sources.total === 0 ? 'No source yet' : `${sources.healthy} of ${sources.total} sources`}
    </SafeLink>
  );
}
