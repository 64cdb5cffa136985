import type { CodeLine } from '@/components/ui/code-lines';

/** Beyond so many comparisons the texts stand one below the other: nobody reads such a diff line by line. */
const mostComparisons = 250_000;

/** The lines of two texts as one diff: what went, what came, and what stayed between them. */
export function diffLines(before: string | null, after: string | null): CodeLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  if (old.length * now.length > mostComparisons) return [...marked(old, 'del'), ...marked(now, 'add')];
  // length[i][j]: the longest common part of what follows line i of the old and line j of the new text
  const length = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  const at = (i: number, j: number) => length[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const row = length[i];
      if (row) row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const lines: CodeLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [gone = '', come = ''] = [old[i], now[j]];
    if (i < old.length && j < now.length && gone === come) {
      lines.push({ text: gone });
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ text: gone, mark: 'del' });
      i += 1;
    } else {
      lines.push({ text: come, mark: 'add' });
      j += 1;
    }
  }
  return lines;
}

function linesOf(text: string | null): string[] {
  return text === null || text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function marked(lines: readonly string[], mark: 'add' | 'del'): CodeLine[] {
  return lines.map((text) => ({ text, mark }));
}
