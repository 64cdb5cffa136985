import { appendFileSync } from 'node:fs';

/** What a suite found, as docs/assurance.md shows it. */
export interface SuiteResult {
  suite: string;
  pass: boolean;
  /** What was measured and what was aimed at, by the same names */
  measured: Readonly<Record<string, number | string>>;
  target: Readonly<Record<string, number | string>>;
  /** What a failing run is repeated with; null where nothing is left to chance */
  seed: number | null;
}

/** Prints the one JSON line of a suite, and keeps it in the file that PLUMBLINE_SUITES names, if it does. */
export function reportSuite(result: SuiteResult): void {
  const line = `${JSON.stringify(result)}\n`;
  process.stdout.write(line);
  if (process.env.PLUMBLINE_SUITES) appendFileSync(process.env.PLUMBLINE_SUITES, line);
}
