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
  const named = rolesOf(tree);
  const folders = named.get(name) ?? named.get(name.split('.').at(-1) ?? name) ?? [];
  const near = (folder: string) => nearness(folder, posix.dirname(from));
  const [folder] = [...folders].sort((a, b) => near(b) - near(a));
  return folder === undefined ? null : roleAt(tree, folder, parts);
}

/** The folders of each role name, looked for once per tree. */
const held = new WeakMap<CodeTree, Map<string, Set<string>>>();

function rolesOf(tree: CodeTree): Map<string, Set<string>> {
  const before = held.get(tree);
  if (before) return before;
  const roles = new Map<string, Set<string>>();
  for (const path of tree.paths) {
    const [, folder, name] = inRole.exec(path) ?? [];
    if (folder && name) roles.set(name, (roles.get(name) ?? new Set()).add(folder));
  }
  held.set(tree, roles);
  return roles;
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
  return [stem, `${stem}.yml`, `${stem}.yaml`].find((path) => tree.documents(path).length > 0) ?? null;
}
