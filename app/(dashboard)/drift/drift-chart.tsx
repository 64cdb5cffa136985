'use client';

import dynamic from 'next/dynamic';
import styles from './drift-over-time.module.css';

/** One bar. Null figures: not counted. `cloud` contains `both`. */
export type DriftPoint = {
  /** `YYYY-MM-DD`, or `as of` for the last */
  slot: string;
  label: string;
  href: string;
  open: number | null;
  cloud: number | null;
  both: number | null;
  code: number | null;
  groups: number | null;
};

// The library of charts is larger than any page: it comes when the page already stands.
const DriftBars = dynamic(() => import('./drift-bars').then((module) => module.DriftBars), { ssr: false });

/** Keeps the room of the picture and fetches it. */
export function DriftChart({ points, label }: { points: readonly DriftPoint[]; label: string }) {
  return (
    <div className={styles.chart} role="img" aria-label={label}>
      <DriftBars points={points} />
    </div>
  );
}
