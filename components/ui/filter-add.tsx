'use client';

import { Popover } from '@mantine/core';
import { IconChevronDown, IconFilter, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import styles from './filter-bar.module.css';
import { formatNumber } from './format-number';
import buttons from './link-button.module.css';
import { SafeLink } from './safe-link';

type Choice = { key: string; title: string; values: readonly { label: string; count: number; href: string }[] };

/** What one can still filter by, each with how many it would leave. With a `label` it stands among the buttons of a page. */
export function FilterAdd({ choices, label }: { choices: readonly Choice[]; label?: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
      <Popover.Target>
        {label ? (
          <button type="button" className={buttons.button} onClick={() => setOpened(!opened)}>
            <IconFilter size={14} stroke={1.75} aria-hidden />
            {label}
            <IconChevronDown size={14} stroke={1.75} aria-hidden />
          </button>
        ) : (
          <button type="button" className={styles.add} onClick={() => setOpened(!opened)}>
            <IconPlus size={14} stroke={1.75} aria-hidden />
            Filter
          </button>
        )}
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label="Filter by">
        <div className={styles.choices}>
          {choices.map((choice) => (
            <section key={choice.key}>
              <h3>{choice.title}</h3>
              {choice.values.length === 0 ? <p className="t3 small pad">Nothing more to choose</p> : null}
              {choice.values.map(({ label, count, href }) => (
                <SafeLink key={href} href={href} onClick={() => setOpened(false)}>
                  {label}
                  <span>{formatNumber(count)}</span>
                </SafeLink>
              ))}
            </section>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
