/** Attributes that carry a number between 0 and 100, to a tenth. */
export type Measure = { 'data-whole': number; 'data-tenths': number | undefined };

/**
 * A number for the style sheet, which finds it as `--measure`: a style attribute in the page would be refused by our own
 * content security policy. measure.css has a rule for each number.
 */
export function measure(value: number): Measure {
  const tenths = Math.round(Math.min(100, Math.max(0, Number.isFinite(value) ? value : 0)) * 10);
  return { 'data-whole': Math.floor(tenths / 10), 'data-tenths': tenths % 10 || undefined };
}
