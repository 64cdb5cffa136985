import { posix } from 'node:path';
import type { CodeTree } from '@/lib/sources/git/code-tree';
import { type Layer, layersOf, nearness } from '@/lib/sources/git/variables';

/** A role as it lies in the repository. */
export interface Role {
  folder: string;
  defaults: readonly Layer[];
  vars: readonly Layer[];
}

const inRole = /^((?:.*\/)?roles\/(.+?))\/(?:tasks|defaults|vars|meta|handlers)\//;

/** The role that a name means for a playbook: of several, the one nearest to it. */
export function findRole(tree: CodeTree, name: string, from: string, parts: RoleParts = {}): Role | null {
  const wanted = name.split('.').at(-1) ?? name;
  const folders = new Set<string>();
  for (const path of tree.paths) {
    const match = inRole.exec(path);
    if (match?.[1] && (match[2] === name || match[2] === wanted)) folders.add(match[1]);
  }
  const near = (folder: string) => nearness(folder, posix.dirname(from));
  const [folder] = [...folders].sort((a, b) => near(b) - near(a));
  return folder === undefined ? null : roleAt(tree, folder, parts);
}

export interface RoleParts {
  defaultsFrom?: string | undefined;
  varsFrom?: string | undefined;
}

/** The role that a file belongs to; null outside of roles. */
export function roleOf(tree: CodeTree, path: string): Role | null {
  const folder = inRole.exec(path)?.[1];
  return folder === undefined ? null : roleAt(tree, folder, {});
}

function roleAt(tree: CodeTree, folder: string, parts: RoleParts): Role {
  return {
    folder,
    defaults: layersOf(tree, `${folder}/defaults/${parts.defaultsFrom ?? 'main'}`),
    vars: layersOf(tree, `${folder}/vars/${parts.varsFrom ?? 'main'}`),
  };
}

/** A file of tasks, by its name without ending or with it. */
export function findTasks(tree: CodeTree, stem: string): string | null {
  return tree.paths.find((path) => path === stem || path === `${stem}.yml` || path === `${stem}.yaml`) ?? null;
}
