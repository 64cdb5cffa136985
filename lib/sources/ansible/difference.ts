import { redactText, redactValue } from '@/lib/redact';

export interface Difference {
  before: string | null;
  after: string | null;
}

const hidden = '***';
const longest = 4000;

/** Before and after of a result's `diff`: the lines that differ, with two around them, secrets removed. */
export function differenceOf(diff: unknown): Difference {
  const parts = (Array.isArray(diff) ? diff : [diff]).flatMap((part) => (isRecord(part) ? [partOf(part)] : []));
  const shown = parts.filter((part) => part !== null);
  const side = (at: 0 | 1) => cut(shown.map((part) => part[at]).join('\n'), longest);
  return shown.length > 0 ? { before: side(0), after: side(1) } : { before: null, after: null };
}

function partOf(part: Record<string, unknown>): [string, string] | null {
  const before = textOf(part.before);
  const after = textOf(part.after ?? part.prepared);
  const opaque = ['src_binary', 'dst_binary', 'src_larger', 'dst_larger'].some((key) => key in part);
  if (opaque || /[\0\uFFFD]/.test(before + after)) return ['', '(binary or large: not shown)'];
  const [old, now] = [redactText(before), redactText(after)];
  if (old === now) return before === after ? null : [hidden, `${hidden} (changed)`];
  return narrowed(old.split('\n'), now.split('\n'));
}

function narrowed(a: readonly string[], b: readonly string[]): [string, string] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const [first, rest] = [Math.max(0, head - 2), Math.max(0, tail - 2)];
  const lines = (side: readonly string[]) =>
    side
      .slice(first, side.length - rest)
      .join('\n')
      .replace(/\n$/, '');
  return [lines(a), lines(b)];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, 100_000);
  return value === undefined || value === null ? '' : JSON.stringify(redactValue(value), null, 1);
}

export function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 2)} …` : text;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
