'use client';

import { Checkbox, Popover } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { columnCookie } from './column-cookie';
import styles from './link-button.module.css';

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
        <button type="button" className={styles.button} onClick={open}>
          <IconColumns3 size={14} stroke={1.75} aria-hidden />
          Columns
        </button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label="Columns">
        <div style={{ display: 'grid', gap: 10 }}>
          {columns.map(({ key, title }) => (
            <Checkbox key={key} label={title} checked={!away.has(key)} onChange={() => toggle(key)} />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
