import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';

/** Clicks on the export under a list and reads the file as a spreadsheet would: one record for each row. */
export async function savedList(page: Page): Promise<Record<string, string>[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export these rows' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^plumbline-[a-z]+-\d{4}-\d\d-\d\dT.*\.csv$/);
  const [head = [], ...rows] = cellsOf(readFileSync(await download.path(), 'utf8'));
  for (const row of rows) expect(row).toHaveLength(head.length);
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i] ?? ''])));
}

/** No cell of it is a formula to a spreadsheet. */
export function expectNoFormula(rows: readonly Record<string, string>[]): void {
  const formulas = rows.flatMap((row) => Object.values(row).filter((cell) => /^\s*[=+\-@\t\r]/.test(cell)));
  expect(formulas.filter((cell) => !/^[+-]?[\d.]+$/.test(cell))).toEqual([]);
}

/** Lines and cells of a text as RFC 4180 has it. */
function cellsOf(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    line.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines;
}
