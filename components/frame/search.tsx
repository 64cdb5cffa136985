'use client';

import { IconSearch } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Kbd } from '@/components/ui/kbd';
import styles from './search.module.css';

const SearchPalette = dynamic(() => import('./search-palette').then((module) => module.SearchPalette), { ssr: false });

/** Opens the search over everything (⌘K). The palette is fetched when it is first opened. */
export function Search() {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button
        type="button"
        className={styles.search}
        onClick={() => setOpened(true)}
        data-key="search"
        aria-label="Search host, group, port, commit, person"
      >
        <IconSearch size={14} stroke={1.75} aria-hidden />
        <span className={styles.hint}>Host, group, port, commit, person</span>
        <span className={styles.keys}>
          <Kbd>⌘K</Kbd>
        </span>
      </button>
      {opened ? <SearchPalette close={() => setOpened(false)} /> : null}
    </>
  );
}
