/** How often a host is taken to run while nobody has said and nothing was seen, in seconds. */
export const assumedInterval = 3600;

const shortest = 5 * 60;
const longest = 7 * 86_400;

/**
 * The interval of a host in seconds, learned from the gaps between its last runs (seconds, oldest first): their median.
 * Fewer than three gaps move what was known by a quarter at most, so that one outage does not.
 */
export function learnInterval(known: number | null, gaps: readonly number[]): number {
  const last = gaps.at(-1);
  if (last === undefined) return known ?? assumedInterval;
  if (gaps.length >= 3 || known === null || known === assumedInterval) return clamp(median(gaps));
  return clamp(Math.round(known * Math.min(1.25, Math.max(0.8, last / known))));
}

/** The moment (ms) from which a run is missing: the grace is two periods after the last one finished. */
export function overdueAfter(finishedAt: number, intervalSeconds: number): number {
  return finishedAt + 2 * intervalSeconds * 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? assumedInterval;
}

function clamp(seconds: number): number {
  return Math.min(longest, Math.max(shortest, seconds));
}
