import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const dayMs = 86_400_000;

/** Whole days since a person last read the advisories of what we are made of, as security/minimum-versions.json says. */
export function advisoriesAge(now: Date): number {
  const file = join(import.meta.dirname, 'minimum-versions.json');
  const { advisoriesRead } = JSON.parse(readFileSync(file, 'utf8')) as { advisoriesRead: string };
  return Math.floor((now.getTime() - Date.parse(advisoriesRead)) / dayMs);
}
