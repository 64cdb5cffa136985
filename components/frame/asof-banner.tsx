'use client';

import { IconCalendarTime } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { usePathname, useSearchParams } from 'next/navigation';
import { formatDuration } from '@/components/ui/format-age';
import { formatInstant } from '@/components/ui/format-instant';
import { SafeLink } from '@/components/ui/safe-link';
import styles from './asof-banner.module.css';
import { useAsOf } from './use-as-of';

const PastWords = dynamic(() => import('./past-counts').then((module) => module.PastWords), { ssr: false });

const day = 24 * 60 * 60 * 1000;

/** Says plainly that one looks at the past, and how to come back. */
export function AsOfBanner({ now }: { now: string }) {
  const { asOf } = useAsOf();
  const path = usePathname();
  const search = useSearchParams();
  if (asOf === null) return null;
  const back = new URLSearchParams(search);
  back.delete('asOf');
  back.delete('cursor');
  const age = new Date(now).getTime() - asOf.getTime();
  const days = Math.floor(age / day);
  return (
    <div className={styles.banner} role="note">
      <IconCalendarTime size={16} stroke={1.75} aria-hidden />
      <span>
        <b>You see the fleet as of {formatInstant(asOf, 'full')}</b>, {days >= 2 ? `${days} days` : formatDuration(age)}{' '}
        ago.{' '}
        <span className="t2" data-hide-below={900}>
          <PastWords asOf={asOf.toISOString()} />
        </span>
      </span>
      <span className={styles.ways}>
        <SafeLink href={back.size === 0 ? path : `${path}?${back}`} keepAsOf={false}>
          Back to now
        </SafeLink>
      </span>
    </div>
  );
}
