import type { Span } from '@/lib/drift/rule';

/** Sorts and merges spans that overlap or touch. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: [number, number][] = [];
  for (const [first, last] of spans.toSorted((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** What both have. */
export function commonSpans(a: readonly Span[], b: readonly Span[]): Span[] {
  const common = a.flatMap((x) => b.map((y): Span => [Math.max(x[0], y[0]), Math.min(x[1], y[1])]));
  return mergeSpans(common.filter(([first, last]) => first <= last));
}

/** What `a` has and `b` has not. */
export function withoutSpans(a: readonly Span[], b: readonly Span[]): Span[] {
  let rest = mergeSpans(a);
  for (const [first, last] of b) {
    rest = rest.flatMap((span) => {
      const before: Span = [span[0], Math.min(span[1], first - 1)];
      const after: Span = [Math.max(span[0], last + 1), span[1]];
      return [before, after].filter(([from, to]) => from <= to);
    });
  }
  return rest;
}

/** Whether `spans`, merged, contain the whole of `span`. */
export function coverSpan(spans: readonly Span[], span: Span): boolean {
  return spans.some(([first, last]) => first <= span[0] && span[1] <= last);
}
