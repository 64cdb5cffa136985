import { z } from 'zod';

const list = z.array(z.string().trim().min(1).max(120)).max(500);

/** Facilities as a client gives them: a list, or text with one on each line as forms send it. None at all is every one. */
export const GivenFacilities = z.union([
  list,
  z
    .string()
    .transform((text) => text.split(/\r?\n/).filter((line) => line.trim() !== ''))
    .pipe(list),
]);

/** What is kept of it: null reaches every facility. */
export function reachGiven(facilities: readonly string[] | undefined): string[] | null {
  return facilities === undefined || facilities.length === 0 ? null : [...new Set(facilities)].sort();
}
