import type { CodeTree } from '@/lib/sources/git/code-tree';
import { type Located, map, member, textOf } from '@/lib/sources/git/located';
import { groupCall } from '@/lib/sources/git/module-call';

/** Finds what a task of a file registered; the id of a group is not known before it runs, but its name is. */
export type Registered = (file: string, name: string) => Located | undefined;

const nowhere = () => undefined;

/**
 * The results of tasks that make one security group and register it: `web.group_id` then stands for the group of that
 * name. A name that several tasks of a file register, or one in a loop, stays unknown.
 */
export function registeredGroups(tree: CodeTree): Registered {
  const found = new Map<string, Located | null>();
  const look = (node: Located) => {
    if (node.kind === 'list') node.items.forEach(look);
    if (node.kind !== 'map') return;
    const name = textOf(node.entries.get('register'));
    if (name) {
      const key = `${node.file} ${name}`;
      found.set(key, found.has(key) ? null : resultOf(node));
    }
    for (const inner of node.entries.values()) if (inner.kind === 'list') look(inner);
  };
  for (const path of tree.paths.filter(tree.mentions)) tree.documents(path).forEach(look);
  return (file, name) => found.get(`${file} ${name}`) ?? undefined;
}

function resultOf(task: Extract<Located, { kind: 'map' }>): Located | null {
  const looped = [...task.entries.keys()].some((key) => key === 'loop' || key.startsWith('with_'));
  const name = member(groupCall(task, nowhere)?.args, 'name');
  if (looped || !name) return null;
  return map(
    [
      ['group_id', name],
      ['group_name', name],
    ],
    task,
  );
}
