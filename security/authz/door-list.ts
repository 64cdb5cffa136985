import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Handler } from '@/lib/route';

const root = join(import.meta.dirname, '../../app');
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** A handler or page, as `GET /api/v1/hosts` or `page /fleet/[id]`. */
export interface Door {
  name: string;
  /** Address with its parameters in brackets */
  path: string;
  method: string;
  /** From the root of the tree */
  file: string;
  handler: Handler | null;
}

/** Every door that there is, from the folder that Next makes them of: one that is added stands here by itself. */
export async function doorList(): Promise<Door[]> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const doors: Door[] = [];
  for (const file of files) {
    const kind = /(?:^|\/)(page\.tsx|route\.ts)$/.exec(file)?.[1];
    if (!kind) continue;
    const folder = file.slice(0, -kind.length).replaceAll(/\([^)]*\)\//g, '');
    const path = `/${folder}`.replace(/(.)\/$/, '$1');
    const here = { path, file: `app/${file}` };
    if (kind === 'page.tsx') doors.push({ ...here, name: `page ${path}`, method: 'page', handler: null });
    if (kind !== 'route.ts') continue;
    const module = (await import(/* @vite-ignore */ join(root, file))) as Record<string, Handler>;
    for (const method of methods) {
      const handler = module[method];
      if (handler) doors.push({ ...here, name: `${method} ${path}`, method, handler });
    }
  }
  return doors;
}
