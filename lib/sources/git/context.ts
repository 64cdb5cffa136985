import type { Registered } from '@/lib/sources/git/registered-groups';
import type { Scope } from '@/lib/sources/git/resolve';
import type { Role } from '@/lib/sources/git/roles';
import { type Layer, type Lookup, lookUp } from '@/lib/sources/git/variables';

/** Where a task stands, and what variables mean there. */
export interface Context {
  /** The playbook, or the file itself where no play leads to it */
  playbook: string;
  /** Variables of includes, blocks, tasks and loops, nearest first */
  near: readonly Layer[];
  role: Role | null;
  /** `vars_files` and `vars` of the play, the strongest first */
  play: readonly Layer[];
  inventory: Lookup;
  runTime: (name: string) => boolean;
  registered: Registered;
  depth: number;
}

/** Look-ups that one task may need; a hostile file could ask for billions. */
const mostLookUps = 20_000;

/** What a name means for a task of `file`, in Ansible's order of precedence. */
export function scopeOf(context: Context, file: string): Scope {
  let left = mostLookUps;
  return (name) => {
    left -= 1;
    if (left < 0) return 'unknown';
    const near = lookUp(context.near, name);
    if (near !== undefined) return near;
    if (context.runTime(name)) return context.registered(file, name) ?? 'unknown';
    return (
      lookUp(context.role?.vars ?? [], name) ??
      lookUp(context.play, name) ??
      context.inventory(name) ??
      lookUp(context.role?.defaults ?? [], name)
    );
  };
}

/** The same place with more variables, nearer than all others. */
export function within(context: Context, ...layers: readonly Layer[]): Context {
  const more = layers.filter((layer) => layer.size > 0);
  return more.length === 0 ? context : { ...context, near: [...more, ...context.near] };
}
