import { type RunOutcome, runOutcomes } from '@/lib/resources/run-outcome';

/** One run of a host: its start in ms since 1970, what came of it, and the row that holds it. */
export interface SlotRun {
  at: number;
  outcome: RunOutcome;
  id: string;
}

/** An expected slot. `missing`: a run was due and none came; `before`: the host had not run yet. Ends are ms since 1970. */
export interface RunSlot {
  from: number;
  to: number;
  state: RunOutcome | 'missing' | 'before';
  /** Runs in the slot */
  runs: number;
  /** The row of the worst of them */
  runId: string | null;
}

interface Frame {
  from: number;
  to: number;
  /** Length of a slot and of the host's interval in ms; a slot is not shorter than the interval */
  slot: number;
  interval: number;
  /** When the host ran for the first time; null: never */
  firstRunAt: number | null;
}

/**
 * Puts runs into the slots in which they were expected, so that one that did not come is a hole. Slots lie around the
 * times at which the host runs, so that a few seconds more or less do not move a run into its neighbour's.
 */
export function slotRuns(runs: readonly SlotRun[], frame: Frame): RunSlot[] {
  const sorted = [...runs].sort((a, b) => a.at - b.at);
  const count = Math.max(1, Math.round((frame.to - frame.from) / frame.slot));
  const start = endOfSlots(sorted, frame) - count * frame.slot;
  const slots = Array.from({ length: count }, (_, i) => ({
    from: start + i * frame.slot,
    to: start + (i + 1) * frame.slot,
    held: [] as SlotRun[],
  }));
  for (const run of sorted) slots[Math.floor((run.at - start) / frame.slot)]?.held.push(run);
  return slots.map(({ from, to, held }) => {
    const worst = runOutcomes.map((outcome) => held.find((run) => run.outcome === outcome)).find(Boolean);
    if (worst) {
      const state = worst.outcome === 'unchanged' && isThin(held.length, from, frame) ? 'missing' : worst.outcome;
      return { from, to, state, runs: held.length, runId: worst.id };
    }
    return { from, to, ...empty(sorted, from, to, frame) };
  });
}

/** The last slot is the one around the last run, or around the last that was due if that is overdue. */
function endOfSlots(sorted: readonly SlotRun[], { to, slot, interval }: Frame): number {
  const last = sorted.at(-1);
  if (!last || slot > interval) return to;
  const late = to - last.at > 2 * interval ? Math.floor((to - last.at) / slot) : 0;
  return last.at + late * slot + slot / 2;
}

/** Fewer than half of the runs that a slot of several should hold: an hour of silence shows in a week of hours, too. */
function isThin(runs: number, from: number, { slot, interval, firstRunAt }: Frame): boolean {
  return firstRunAt !== null && from >= firstRunAt && slot >= 2 * interval && runs * interval < slot / 2;
}

function empty(sorted: readonly SlotRun[], from: number, to: number, frame: Frame): Omit<RunSlot, 'from' | 'to'> {
  if (frame.firstRunAt === null || to <= frame.firstRunAt) return { state: 'before', runs: 0, runId: null };
  const previous = sorted.findLast((run) => run.at < from);
  const next = sorted.find((run) => run.at >= to);
  const gap = (next?.at ?? frame.to) - (previous?.at ?? frame.from);
  // Two neighbours share the slot between them: nothing was missed.
  const shared = previous && gap <= (next ? 1.5 : 2) * frame.interval;
  return { state: shared ? previous.outcome : 'missing', runs: 0, runId: shared ? previous.id : null };
}
