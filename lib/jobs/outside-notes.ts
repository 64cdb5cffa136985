import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OutsideNote } from '@/lib/queries/verify-checkpoints';

const wholeDays = 2;

/** The checkpoint in a file, or all of those below a folder that a witness keeps. */
export function notesAt(path: string): OutsideNote[] {
  if (!statSync(path).isDirectory()) return [read(path)];
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(isCheckpoint).sort();
  return files.map((file) => read(join(path, file)));
}

/** What a witness folder keeps of a log: everything of the last two days, and of each day before that the last, which holds the others. */
export function notesOfLog(folder: string, origin: string): OutsideNote[] {
  const log = join(folder, origin.replaceAll('/', '-'));
  if (!statSync(log, { throwIfNoEntry: false })) return [];
  const days = readdirSync(log, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = days.map(({ name }) => name).sort();
  return names.flatMap((day, i) => {
    const files = readdirSync(join(log, day)).filter(isCheckpoint).sort();
    return (i < names.length - wholeDays ? files.slice(-1) : files).map((file) => read(join(log, day, file)));
  });
}

const isCheckpoint = (file: string) => file.endsWith('.txt') && !file.endsWith('public-keys.txt');

function read(file: string): OutsideNote {
  return { name: file, note: readFileSync(file, 'utf8') };
}
