import { type Located, map, member, type Spot, scalar, textOf } from '@/lib/sources/git/located';
import { resolve, type Scope } from '@/lib/sources/git/resolve';

const groupModule = /^([a-z0-9_]+\.){0,2}([a-z0-9]+_)?ec2_(security_)?group$/;

/** What a task calls: the module's short name and its arguments. */
export interface ModuleCall {
  name: string;
  args: Located;
}

/** The security-group module that a task calls, in any of the forms in which tasks are written; null for others. */
export function groupCall(task: Located, scope: Scope): ModuleCall | null {
  if (task.kind !== 'map') return null;
  for (const [key, value] of task.entries) {
    if (groupModule.test(key)) return { name: key, args: argumentsOf(value, task, scope) };
    if (key !== 'local_action' && key !== 'action') continue;
    const name = textOf(member(value, 'module')) ?? textOf(value)?.split(/\s/, 1)[0] ?? '';
    if (!groupModule.test(name)) continue;
    const text = textOf(value);
    const rest = text === undefined ? value : scalar(text.slice(name.length), value);
    return { name, args: argumentsOf(rest, task, scope) };
  }
  return null;
}

/** Arguments as a map, whether written as a map, as `key=value`, or below `args:`. */
function argumentsOf(value: Located, task: Located, scope: Scope): Located {
  const more = member(task, 'args');
  const own = value.kind === 'scalar' ? fromText(value, scope) : value;
  const entries = [...(more?.kind === 'map' ? more.entries : []), ...(own.kind === 'map' ? own.entries : [])];
  return map(entries, value);
}

function fromText(value: Located, scope: Scope): Located {
  const resolved = resolve(value, scope);
  if (resolved.is === 'known' && resolved.node.kind === 'map') return resolved.node;
  return map(keyValues(textOf(value) ?? '', value), value);
}

/** `name=web "port=80 81" cidr={{ office }}`: pairs of a line, quotes removed, Jinja kept together. */
export function keyValues(text: string, spot: Spot): [string, Located][] {
  const pairs = text.matchAll(/(\w+)=((?:"[^"]*"|'[^']*'|\{\{.*?\}\}|[^\s"'{]|\{(?!\{))*)/g);
  return [...pairs].map(([, key = '', value = '']) => [key, scalar(value.replace(/^(["'])(.*)\1$/, '$2'), spot)]);
}
