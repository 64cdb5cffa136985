import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { SuiteResult } from '@/security/report-suite';

const figures = z.record(z.string(), z.union([z.number(), z.string()]));
const Line = z.object({
  suite: z.string(),
  pass: z.boolean(),
  measured: figures,
  target: figures,
  seed: z.number().nullable(),
});

/** Where a run of `npm test` leaves the lines of its suites. */
export const suitesFile = join(resolve(import.meta.dirname, '..'), '.plumbline', 'suites.jsonl');

/** What the suites said last, by name; none where nothing was run. Throws on a line that is none of a suite. */
export function readSuites(file = process.env.PLUMBLINE_SUITES ?? suitesFile): SuiteResult[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const last = new Map(lines.map((line) => Line.parse(JSON.parse(line))).map((result) => [result.suite, result]));
  return [...last.values()].sort((a, b) => (a.suite < b.suite ? -1 : 1));
}

/** `canary connections 0, rebindings 200` */
export function figuresOf(of: SuiteResult['measured']): string {
  return Object.entries(of)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en') : value}`)
    .join(', ');
}
