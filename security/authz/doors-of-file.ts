import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Door } from './door-list';

/** Which doors lead to a file, the nearest first: those whose files import it, and what these are imported by. */
export function doorsOfFiles(root: string, doors: readonly Door[]): (file: string) => Door[] {
  const files = ['lib', 'app'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .map((file) => `${top}/${file}`)
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)),
  );
  const importers = new Map<string, string[]>();
  for (const file of files)
    for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(/from '([^']+)'/g)) {
      const to = name.startsWith('@/') ? name.slice(2) : name.startsWith('.') ? join(dirname(file), name) : null;
      if (to) importers.set(to, [...(importers.get(to) ?? []), file]);
    }
  return (file) => {
    const seen = new Set([file]);
    for (const one of seen) for (const from of importers.get(one.replace(/\.tsx?$/, '')) ?? []) seen.add(from);
    const frames = [...seen].some((one) => one === 'app/(dashboard)/layout.tsx');
    return [...seen]
      .flatMap((one) => doors.filter((door) => door.file === one))
      .concat(frames ? doors.filter((door) => door.file.startsWith('app/(dashboard)/')) : []);
  };
}
