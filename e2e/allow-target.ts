import { appendFileSync } from 'node:fs';

/** Writes a line into the operator's file of the application that is tested. */
export function allowTarget(line: string): void {
  const file = process.env.PLUMBLINE_ALLOWED_TARGETS;
  if (!file) throw new Error('PLUMBLINE_ALLOWED_TARGETS must name the file that the application reads');
  appendFileSync(file, `${line}\n`);
}
