import type { CodeExcerpt } from '@/lib/resources/declared-group';
import type { Spot } from '@/lib/sources/git/located';
import { withoutSecrets } from '@/lib/sources/git/without-secrets';

const around = 3;
const mostLines = 120;
const longest = 300;

/** The lines around each place, those that touch in one piece, secrets removed; at most 120 lines in all. */
export function excerpts(spots: readonly Spot[], texts: ReadonlyMap<string, string | null>): CodeExcerpt[] {
  const found: CodeExcerpt[] = [];
  let left = mostLines;
  for (const file of new Set(spots.map((spot) => spot.file))) {
    const lines = withoutSecrets((texts.get(file) ?? '').replace(/\n$/, '').split(/\r?\n/));
    const wanted = spots.filter((spot) => spot.file === file).map(({ line }) => line);
    for (const [from, to] of windows(wanted, lines.length)) {
      const piece = lines.slice(from - 1, Math.min(to, from - 1 + left)).map((line) => line.slice(0, longest));
      if (piece.length === 0) return found;
      left -= piece.length;
      found.push({ file, from, lines: piece });
    }
  }
  return found;
}

function windows(wanted: readonly number[], end: number): [number, number][] {
  const merged: [number, number][] = [];
  for (const line of wanted.toSorted((a, b) => a - b)) {
    const [from, to] = [Math.max(1, line - around), Math.min(end, line + around)];
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
