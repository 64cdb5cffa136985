import { posix } from 'node:path';
import type { CodeTree } from '@/lib/sources/git/code-tree';
import { itemsOf, type Located, member, textOf } from '@/lib/sources/git/located';

export type Layer = ReadonlyMap<string, Located | 'unknown'>;

/** Finds the value of a variable among several files; `unknown` where they disagree. */
export type Lookup = (name: string) => Located | 'unknown' | undefined;

/** Names that runs make: registered results, facts, what Ansible itself sets. Their values are nowhere in the code. */
const magic =
  /^(ansible_.*|hostvars|groups|group_names|inventory_(hostname|hostname_short|dir|file)|play_hosts|playbook_dir|role_path|vars)$/;

/** Every name that a task of the repository registers or sets. */
export function runTimeNames(tree: CodeTree): (name: string) => boolean {
  const names = new Set<string>();
  const look = (node: Located) => {
    if (node.kind === 'list') node.items.forEach(look);
    if (node.kind !== 'map') return;
    const registered = textOf(node.entries.get('register'));
    if (registered) names.add(registered);
    const facts = node.entries.get('set_fact') ?? node.entries.get('ansible.builtin.set_fact');
    if (facts?.kind === 'map') for (const name of facts.entries.keys()) names.add(name);
    for (const key of ['tasks', 'pre_tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always']) {
      for (const item of itemsOf(node.entries.get(key))) look(item);
    }
  };
  for (const path of tree.paths) tree.documents(path).forEach(look);
  return (name) => names.has(name) || magic.test(name);
}

/** The variables of a file, or of a folder of that name with several files. */
export function layersOf(tree: CodeTree, stem: string): Layer[] {
  const own = tree.paths.filter(
    (path) => path === stem || path === `${stem}.yml` || path === `${stem}.yaml` || path.startsWith(`${stem}/`),
  );
  return own.flatMap((path) => tree.documents(path).flatMap((node) => (node.kind === 'map' ? [node.entries] : [])));
}

/** The first layer that has the name. */
export function lookUp(layers: readonly Layer[], name: string): Located | 'unknown' | undefined {
  return layers.find((layer) => layer.has(name))?.get(name);
}

/**
 * Variables of the inventory for a play: those of its hosts and groups, then those of all. Of several inventories the
 * one nearest to the playbook counts; where equally near ones disagree, the value is not known.
 */
export function inventoryVariables(tree: CodeTree, playbook: string, hosts: string): Lookup {
  const named = hosts.split(/[:,]/).map((name) => name.trim());
  const names = named.filter((name) => /^[\w.-]+$/.test(name) && name !== 'all');
  const levels = [
    ...names.map((name) => `host_vars/${name}`),
    ...names.map((name) => `group_vars/${name}`),
    'group_vars/all',
  ].map((stem) => foldersWith(tree, stem, posix.dirname(playbook)));
  return (name) => {
    for (const nearest of levels) {
      for (const folders of nearest) {
        const found = folders.flatMap((layers) => lookUp(layers, name) ?? []);
        if (found[0] !== undefined) return found.every((one) => sameValue(one, found[0])) ? found[0] : 'unknown';
      }
    }
    return undefined;
  };
}

/** The layers of each folder that has the stem, in groups of equal distance from `from`, nearest first. */
function foldersWith(tree: CodeTree, stem: string, from: string): Layer[][][] {
  const groups = new Map<number, Layer[][]>();
  for (const [folder, layers] of holdersOf(tree, stem)) {
    const closeness = nearness(folder.replace(/\/$/, ''), from === '.' ? '' : from);
    groups.set(closeness, [...(groups.get(closeness) ?? []), layers]);
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, layers]) => layers);
}

/** Looked for once per tree: every play and role asks for the same few. */
const holders = new WeakMap<CodeTree, Map<string, [folder: string, Layer[]][]>>();

function holdersOf(tree: CodeTree, stem: string): [folder: string, Layer[]][] {
  const known = holders.get(tree) ?? new Map<string, [string, Layer[]][]>();
  holders.set(tree, known);
  const before = known.get(stem);
  if (before) return before;
  const folders = new Set<string>();
  const shape = new RegExp(`/${stem.replaceAll('.', '\\.')}(/|\\.ya?ml$|$)`);
  for (const path of tree.paths) {
    const at = `/${path}`.search(shape);
    if (at >= 0) folders.add(path.slice(0, at));
  }
  const found = [...folders].map((folder): [string, Layer[]] => [folder, layersOf(tree, `${folder}${stem}`)]);
  known.set(stem, found);
  return found;
}

/** How many folders two paths share; a folder above the other, or the same, is nearer than one beside it. */
export function nearness(folder: string, from: string): number {
  const [a, b] = [folder, from].map((path) => (path === '' ? [] : path.split('/'))) as [string[], string[]];
  const differs = a.findIndex((part, i) => part !== b[i]);
  return differs < 0 ? a.length + 0.5 : differs;
}

function sameValue(a: Located | 'unknown', b: Located | 'unknown' | undefined): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain(node: Located | 'unknown' | undefined): unknown {
  if (node === 'unknown' || node === undefined || node.kind === 'opaque') return {};
  if (node.kind === 'scalar') return node.value;
  return node.kind === 'list' ? node.items.map(plain) : [...node.entries].map(([key, value]) => [key, plain(value)]);
}

/** Variables given as `vars:`, which may be a map or a list of maps. */
export function givenVariables(node: Located, key: string): Layer[] {
  const given = member(node, key);
  const maps = given?.kind === 'list' ? given.items : given ? [given] : [];
  return maps.flatMap((one) => (one.kind === 'map' ? [one.entries] : [])).toReversed();
}
