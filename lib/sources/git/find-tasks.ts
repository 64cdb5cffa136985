import { posix } from 'node:path';
import type { CodeTree } from '@/lib/sources/git/code-tree';
import { type Context, scopeOf, within } from '@/lib/sources/git/context';
import { itemsOf, type Located, member, textOf } from '@/lib/sources/git/located';
import { loopItems } from '@/lib/sources/git/loop-items';
import { groupCall, keyValues } from '@/lib/sources/git/module-call';
import { registeredGroups } from '@/lib/sources/git/registered-groups';
import { resolve, type Scope } from '@/lib/sources/git/resolve';
import { findRole, findTasks, roleOf } from '@/lib/sources/git/roles';
import {
  givenVariables,
  inventoryVariables,
  type Layer,
  layersOf,
  lookUp,
  runTimeNames,
} from '@/lib/sources/git/variables';

/** A call of a security-group module, once per turn of its loop, with what variables mean there. */
export interface FoundTask {
  args: Located;
  scope: Scope;
  /** Where the task stands */
  task: Located;
  /** The item of its loop, where it has one that can be told */
  item: Located | null;
}

const deepest = 20;
const mostTasks = 100_000;
const taskLists = ['pre_tasks', 'tasks', 'post_tasks', 'handlers'];
const includes = /^(ansible\.(?:builtin|legacy)\.)?(include|include_tasks|import_tasks)$/;
const roleIncludes = /^(ansible\.(?:builtin|legacy)\.)?(include_role|import_role)$/;

/**
 * All calls of security-group modules: first along the plays, through roles and included files with their parameters,
 * then those in files that no play of the repository leads to.
 */
export function findGroupTasks(tree: CodeTree): FoundTask[] {
  const found: FoundTask[] = [];
  const reached = new Set<string>();
  // What an earlier way led to: along plays the variables are known best.
  let known: ReadonlySet<string> = new Set();
  const runTime = runTimeNames(tree);
  const registered = registeredGroups(tree);
  let visited = 0;

  function visitAll(tasks: readonly Located[], context: Context) {
    for (const task of tasks) visit(task, context);
  }

  function visit(task: Located, outer: Context) {
    visited += 1;
    if (task.kind !== 'map' || outer.depth > deepest || visited > mostTasks) return;
    const context = within(outer, ...givenVariables(task, 'vars'));
    for (const key of ['block', 'rescue', 'always']) visitAll(itemsOf(member(task, key)), context);
    for (const [key, value] of task.entries) {
      if (includes.test(key)) visitInclude(value, task, context);
      if (roleIncludes.test(key)) visitRole(value, task, context);
    }
    const place = `${task.file}:${task.line}`;
    const call = groupCall(task, scopeOf(context, task.file));
    if (!call || known.has(place)) return;
    reached.add(place);
    for (const layer of loopItems(task, scopeOf(context, task.file))) {
      const scope = scopeOf(within(context, layer), task.file);
      // The loop may be the task's own, or that of the include that led to it.
      const item = [...layer.values()][0] ?? lookUp(context.near, 'item');
      found.push({ args: call.args, scope, task, item: item && item !== 'unknown' ? item : null });
    }
  }

  function visitInclude(value: Located, task: Located, context: Context) {
    for (const layer of loopItems(task, scopeOf(context, task.file))) {
      const inner = within(context, layer);
      const name = resolve(member(value, 'file') ?? member(value, '_raw_params') ?? value, scopeOf(inner, task.file));
      const text = name.is === 'known' ? textOf(name.node) : undefined;
      const [file = '', ...rest] = text?.trim().split(/\s+(?=\w+=)/) ?? [];
      const path = findInclude(file, task.file, context);
      if (!path) continue;
      const given: Layer = new Map(rest.flatMap((pair) => keyValues(pair, task)));
      const role = roleOf(tree, path) ?? context.role;
      visitFile(path, { ...within(inner, given), role, depth: context.depth + 1 });
    }
  }

  function findInclude(file: string, from: string, { role, playbook }: Context): string | null {
    if (file === '' || file.startsWith('/')) return null;
    const folders = [posix.dirname(from), ...(role ? [`${role.folder}/tasks`] : []), posix.dirname(playbook)];
    const paths = folders.flatMap((folder) => [posix.join(folder, file), posix.join(folder, 'tasks', file)]);
    return paths.map((path) => findTasks(tree, path)).find((path) => path !== null) ?? null;
  }

  function visitRole(value: Located, task: Located, context: Context) {
    for (const layer of loopItems(task, scopeOf(context, task.file))) {
      const inner = within(context, layer);
      const named = resolve(member(value, 'name') ?? member(value, 'role') ?? value, scopeOf(inner, task.file));
      if (named.is !== 'known') continue;
      const part = (key: string) => textOf(member(value, key))?.replace(/\.ya?ml$/, '');
      enterRole(textOf(named.node) ?? '', inner, part('tasks_from'), {
        defaultsFrom: part('defaults_from'),
        varsFrom: part('vars_from'),
      });
    }
  }

  function enterRole(name: string, context: Context, tasksFrom = 'main', parts: Parameters<typeof findRole>[3] = {}) {
    const role = name === '' ? null : findRole(tree, name, context.playbook, parts);
    if (!role || context.depth > deepest) return;
    const inner = { ...context, role, depth: context.depth + 1 };
    for (const meta of layersOf(tree, `${role.folder}/meta/main`)) {
      const dependencies = meta.get('dependencies');
      if (dependencies && dependencies !== 'unknown') visitRoles(itemsOf(dependencies), inner);
    }
    const path = findTasks(tree, `${role.folder}/tasks/${tasksFrom}`);
    if (path) visitFile(path, inner);
  }

  function visitRoles(roles: readonly Located[], context: Context) {
    for (const entry of roles) {
      const name = textOf(member(entry, 'role') ?? member(entry, 'name') ?? entry);
      const params: Layer = entry.kind === 'map' ? entry.entries : new Map();
      if (name) enterRole(name, within(context, ...givenVariables(entry, 'vars'), params));
    }
  }

  function visitFile(path: string, context: Context) {
    for (const document of tree.documents(path)) visitAll(itemsOf(document), context);
  }

  function visitPlay(play: Located, playbook: string) {
    const hosts = [member(play, 'hosts')].flatMap((node) => (node?.kind === 'list' ? node.items : (node ?? [])));
    const inventory = inventoryVariables(tree, playbook, hosts.map((host) => textOf(host) ?? '').join(':'));
    const own = givenVariables(play, 'vars');
    const bare: Context = { playbook, near: [], role: null, play: own, inventory, runTime, registered, depth: 0 };
    const context = { ...bare, play: [...filesOf(play, bare), ...own] };
    visitRoles(itemsOf(member(play, 'roles')), context);
    for (const key of taskLists) visitAll(itemsOf(member(play, key)), context);
  }

  /** The variables of `vars_files`, the last file first; of alternatives the first that is there. */
  function filesOf(play: Located, context: Context): Layer[] {
    const given = member(play, 'vars_files');
    const entries = given?.kind === 'list' ? given.items : given ? [given] : [];
    return entries.toReversed().flatMap((entry) => {
      const choices = entry.kind === 'list' ? entry.items : [entry];
      for (const choice of choices) {
        const name = resolve(choice, scopeOf(context, context.playbook));
        const path = name.is === 'known' ? textOf(name.node) : undefined;
        const layers = path ? layersOf(tree, posix.join(posix.dirname(context.playbook), path)) : [];
        if (layers.length > 0) return layers;
      }
      return [];
    });
  }

  for (const path of tree.paths) {
    for (const play of tree.documents(path).flatMap(itemsOf)) if (member(play, 'hosts')) visitPlay(play, path);
  }
  // Then roles that no play names, and at last files that nothing leads to.
  const entries = tree.paths.filter((path) => /(^|\/)tasks\/main\.ya?ml$/.test(path));
  for (const path of [...entries, ...tree.paths.filter(tree.mentions)]) {
    known = new Set(reached);
    const inventory = inventoryVariables(tree, path, '');
    const role = roleOf(tree, path);
    visitFile(path, { playbook: path, near: [], role, play: [], inventory, runTime, registered, depth: 0 });
  }
  return found;
}
