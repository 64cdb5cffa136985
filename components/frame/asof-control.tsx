'use client';

import { Popover } from '@mantine/core';
import { IconCalendarTime, IconChevronDown } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { formatInstant } from '@/components/ui/format-instant';
import styles from './asof-control.module.css';
import { useAsOf } from './use-as-of';

const AsOfPanel = dynamic(() => import('./asof-panel').then((module) => module.AsOfPanel), { ssr: false });

/** The moment that the whole page speaks of, and the way to another. The calendar is fetched when it is first opened. */
export function AsOfControl({ now }: { now: string }) {
  const { asOf, go } = useAsOf();
  const [opened, setOpened] = useState(false);
  const clock = useClock(now);
  const choose = (to: Date | null) => {
    setOpened(false);
    go(to);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.control}
          data-past={asOf ? '' : undefined}
          data-key="d"
          onClick={() => setOpened(!opened)}
        >
          <IconCalendarTime size={14} stroke={1.75} aria-hidden />
          <span className="visually-hidden">Shown as of </span>
          {asOf ? (
            <span>{formatInstant(asOf, 'minute', { year: clock.getUTCFullYear() })} UTC</span>
          ) : (
            <span>
              Now<span className={styles.clock}> · {formatInstant(clock, 'clock').slice(0, 5)} UTC</span>
            </span>
          )}
          <IconChevronDown size={14} stroke={1.75} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label="As of">
        {opened ? <AsOfPanel asOf={asOf} now={clock} choose={choose} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

/** The server's clock to begin with, so that both sides say the same; then this machine's, every 20 seconds. */
function useClock(now: string): Date {
  const [clock, setClock] = useState(() => new Date(now));
  useEffect(() => {
    const ticking = setInterval(() => setClock(new Date()), 20_000);
    return () => clearInterval(ticking);
  }, []);
  return clock;
}
