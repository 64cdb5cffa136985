'use client';

import { Modal } from '@mantine/core';
import { Kbd } from '@/components/ui/kbd';
import styles from './key-help.module.css';
import { sections } from './sections';

const keys: readonly [string[], string][] = [
  [['⌘K'], 'Search everything'],
  [['/'], 'Filter this list'],
  [['j', 'k'], 'Next row, previous row'],
  [['Enter'], 'Open the row'],
  [['d'], 'Choose the date shown'],
  [[',', '.'], 'A day back, a day forth'],
  [['n'], 'Now'],
  [['t'], 'The chart as a table'],
  [['u'], 'Times in UTC or local'],
  [['e'], 'Export these rows'],
  [['Esc'], 'Close what is open'],
  [['?'], 'This list'],
];

/** Every key there is. */
export function KeyHelp({ close }: { close: () => void }) {
  const ways = sections.map(({ key, title }): [string[], string] => [['g', key], title]);
  return (
    <Modal opened onClose={close} title="Keys" size={560} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={styles.lists}>
        {[keys, ways].map((list) => (
          <dl key={list[0]?.[1]} className={styles.list}>
            {list.map(([strokes, deed]) => (
              <div key={deed}>
                <dt>
                  {strokes.map((stroke) => (
                    <Kbd key={stroke}>{stroke}</Kbd>
                  ))}
                </dt>
                <dd>{deed}</dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
    </Modal>
  );
}
