import { startsOf } from '@/lib/resources/delta-times';

/** A run row as stored: one run, or a fold of several. */
interface Fold {
  startedAt: Date;
  lastStartedAt: Date;
  finishedAt: Date;
  runs: number;
  /** Null where the as-of date cuts nothing off */
  deltas: Uint8Array | null;
}

/** The fold as it was at `at`: how many runs it held, when the last of them began, and its finish where that was kept. */
export function cutFold(fold: Fold, at: Date | null) {
  const { startedAt, deltas } = fold;
  if (at === null || deltas === null || fold.lastStartedAt <= at)
    return { startedAt: fold.lastStartedAt, finishedAt: fold.finishedAt, runs: fold.runs };
  const starts = startsOf(startedAt, deltas).filter((start) => start <= at);
  return { startedAt: starts.at(-1) ?? startedAt, finishedAt: null, runs: starts.length };
}
