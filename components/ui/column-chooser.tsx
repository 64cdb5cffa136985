'use client';

import { Popover } from '@mantine/core';
import { IconColumns3, IconSquare, IconSquareCheck } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import styles from './column-chooser.module.css';
import { columnCookie } from './column-cookie';
import buttons from './link-button.module.css';

type ColumnChooserProps = {
  /** The name of the table. */
  table: string;
  /** All but the first, which always stays. */
  columns: readonly { key: string; title: string }[];
};

const year = 365 * 24 * 60 * 60;

/** Puts columns away, for this person and this table. */
export function ColumnChooser({ table, columns }: ColumnChooserProps) {
  const router = useRouter();
  const [opened, setOpened] = useState(false);
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  const name = columnCookie(table);

  const open = () => {
    const value =
      document.cookie
        .split('; ')
        .find((cookie) => cookie.startsWith(`${name}=`))
        ?.slice(name.length + 1) ?? '';
    setAway(new Set(value.split('.').filter((key) => key !== '')));
    setOpened(!opened);
  };
  const toggle = (key: string) => {
    const next = new Set(away);
    if (!next.delete(key)) next.add(key);
    setAway(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${name}=${[...next].join('.')}; path=/; max-age=${year}; samesite=lax`;
    router.refresh();
  };

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus>
      <Popover.Target>
        <button type="button" className={buttons.button} onClick={open}>
          <IconColumns3 size={14} stroke={1.75} aria-hidden />
          Columns
        </button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="Columns">
        {columns.map(({ key, title }) => (
          <button
            type="button"
            key={key}
            className={styles.choice}
            aria-pressed={!away.has(key)}
            onClick={() => toggle(key)}
          >
            {away.has(key) ? (
              <IconSquare size={16} stroke={1.75} aria-hidden />
            ) : (
              <IconSquareCheck size={16} stroke={1.75} aria-hidden />
            )}
            {title}
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
