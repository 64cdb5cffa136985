import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

let folder: string | null = null;
afterAll(() => {
  delete process.env.PLUMBLINE_ALLOWED_TARGETS;
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Allows targets on this machine for the tests of a file, by a file as an operator writes it. */
export function allowTargets(...lines: readonly string[]): void {
  folder ??= mkdtempSync(join(tmpdir(), 'plumbline-targets-'));
  process.env.PLUMBLINE_ALLOWED_TARGETS = join(folder, 'allowed-targets');
  appendFileSync(process.env.PLUMBLINE_ALLOWED_TARGETS, `${lines.join('\n')}\n`);
}
