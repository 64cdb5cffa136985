import { pairsOf } from '@/lib/sources/git/filters';
import { type Located, member, textOf } from '@/lib/sources/git/located';
import { resolve, type Scope } from '@/lib/sources/git/resolve';
import type { Layer } from '@/lib/sources/git/variables';

/** A loop longer than this is not unrolled: no playbook makes so many groups by itself. */
const longest = 2000;

/**
 * One layer of variables for each turn of a task's loop; one empty layer without a loop. Where the list cannot be told,
 * there is one turn whose item is unknown.
 */
export function loopItems(task: Located, scope: Scope): Layer[] {
  const name = textOf(member(member(task, 'loop_control'), 'loop_var')) ?? 'item';
  const loop = loopOf(task);
  if (!loop) return [new Map()];
  const unknown: Layer[] = [new Map([[name, 'unknown' as const]])];
  const given =
    loop.key === 'loop' ||
    loop.key === 'with_items' ||
    loop.key === 'with_list' ||
    loop.key === 'with_dict' ||
    loop.key === 'with_flattened';
  const resolved = resolve(loop.value, scope);
  if (!given || resolved.is !== 'known') return unknown;
  const items = listOf(loop.key, resolved.node, scope);
  if (!items || items.length > longest) return unknown;
  return items.map((item) => new Map([[name, item]]));
}

function loopOf(task: Located): { key: string; value: Located } | null {
  if (task.kind !== 'map') return null;
  for (const [key, value] of task.entries) {
    if (key === 'loop' || key.startsWith('with_')) return { key, value };
  }
  return null;
}

function listOf(key: string, node: Located, scope: Scope): (Located | 'unknown')[] | null {
  if (key === 'with_dict') return node.kind === 'map' ? listOf('loop', pairsOf(node), scope) : null;
  const items = node.kind === 'list' ? node.items : key === 'loop' ? null : [node];
  return (
    items?.flatMap((item): (Located | 'unknown')[] => {
      const resolved = resolve(item, scope);
      if (resolved.is !== 'known') return ['unknown'];
      const flat = key === 'with_items' || key === 'with_flattened';
      return flat && resolved.node.kind === 'list' ? [...resolved.node.items] : [resolved.node];
    }) ?? null
  );
}
