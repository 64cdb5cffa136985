/** What a spreadsheet takes for the start of a formula, after anything that it skips; full-width signs among it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const formula = /^[\s\u0000-\u0020\u00a0\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** One cell: never a formula, numbers stay numbers, times are UTC, lists and objects are JSON. */
export function csvCell(value: unknown): string {
  const text = textOf(value);
  const safe = (formula.test(text) || /^[\t\r\n]/.test(text)) && !number.test(text) ? `'${text}` : text;
  return /[",;\r\n\t']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line, ended as RFC 4180 wants it. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // NUL cuts a cell short in some readers and hides what follows it in others.
  return text.replaceAll('\u0000', '');
}
