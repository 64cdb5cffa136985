'use client';

import { IconUserCircle } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { Fragment, useRef } from 'react';
import { formatNumber } from '@/components/ui/format-number';
import { SafeLink } from '@/components/ui/safe-link';
import type { FrameData } from './frame-data';
import { Mark } from './mark';
import styles from './nav.module.css';
import { type Section, sectionOf, sections } from './sections';
import { useAsOf } from './use-as-of';

const PastCount = dynamic(() => import('./past-counts').then((module) => module.PastCount), { ssr: false });

/** The element that the burger opens on narrow screens: one navigation, in the page or as a drawer. */
export const navId = 'navigation';

/** Where one can go, with counts as of the moment that is looked at. */
export function Nav({ data }: { data: FrameData }) {
  const current = sectionOf(usePathname());
  const past = useAsOf().asOf?.toISOString() ?? null;
  const nav = useRef<HTMLElement>(null);
  const close = () => nav.current?.matches(':popover-open') && nav.current.hidePopover();
  return (
    <nav ref={nav} id={navId} popover="auto" className={styles.nav} aria-label="Main">
      <SafeLink href="/" className={styles.brand} onClick={close}>
        <Mark />
        <span>Plumbline</span>
      </SafeLink>
      {sections.map((section, i) => (
        <Fragment key={section.path}>
          {section.group !== 'Estate' && section.group !== sections[i - 1]?.group ? (
            <div className={styles.group}>{section.group}</div>
          ) : null}
          <SafeLink
            href={section.path}
            aria-current={section === current ? 'page' : undefined}
            title={section.title}
            onClick={close}
          >
            <section.icon size={16} stroke={1.75} aria-hidden />
            <span>{section.title}</span>
            <Aside section={section} data={data} past={past} />
          </SafeLink>
        </Fragment>
      ))}
      <button type="button" popoverTarget="account" className={`below-600 ${styles.account}`}>
        <IconUserCircle size={16} stroke={1.75} aria-hidden />
        {data.viewer.name}
      </button>
      <p className={styles.foot}>{data.auditFoot}</p>
    </nav>
  );
}

function Aside({ section, data, past }: { section: Section; data: FrameData; past: string | null }) {
  if (past !== null) return section.count ? <PastCount asOf={past} of={section.count} /> : null;
  if (section.path === '/sources' && data.sources.worst !== 'ok') {
    const unwell = data.sources.total - data.sources.healthy;
    return (
      <span className={styles.count} data-state={data.sources.worst === 'failed' ? 'fail' : data.sources.worst}>
        {unwell} {data.sources.worst}
      </span>
    );
  }
  const count = section.count ? data.counts[section.count] : null;
  return count === null ? null : <span className={styles.count}>{formatNumber(count)}</span>;
}
