import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { allowedTargets, allowedTargetsFile } from '@/lib/outgoing/allowed-targets';

/** Writes a folder, absolute, into the operator's file unless it stands there; of operators on this machine alone. */
export function allowFolder(folder: string): void {
  const file = allowedTargetsFile();
  if (allowedTargets(file).folders.includes(folder)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  appendFileSync(file, `${folder}\n`, { mode: 0o600 });
}
