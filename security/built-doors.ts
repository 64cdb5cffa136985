import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** A page or handler of the build. */
export interface BuiltDoor {
  /** As in the manifest: `/api/v1/users/[id]/route` */
  name: string;
  /** An address that leads there: `/api/v1/users/1` */
  path: string;
  kind: 'page' | 'route';
  /** Methods that the file answers to */
  methods: string[];
}

/** A file that `next build` wrote, read as JSON. */
export function manifest(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, '.next', path), 'utf8')) as Record<string, unknown>;
}

/** Pages that Next makes for itself. */
export const nextsOwn = ['/_global-error/page', '/_not-found/page'];

/** Every door of the build, but Next's own pages. */
export function builtDoors(): BuiltDoor[] {
  const names = Object.keys(manifest('server/app-paths-manifest.json')).filter((name) => !nextsOwn.includes(name));
  return names.map((name) => {
    const kind = name.endsWith('/page') ? 'page' : 'route';
    const path = name.replaceAll(/\/\([^)]*\)|\/(page|route)$/g, '').replaceAll(/\[[^\]]*\]/g, '1') || '/';
    const text = kind === 'page' ? '' : readFileSync(join(root, 'app', `${name}.ts`), 'utf8');
    const written = text.matchAll(/^export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/gm);
    return { name, path, kind, methods: kind === 'page' ? ['GET'] : [...written].map(([, method]) => method ?? '') };
  });
}
