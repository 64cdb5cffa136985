import { type Located, list, map, type Spot, scalar } from '@/lib/sources/git/located';
import type { Resolved } from '@/lib/sources/git/resolve';

type Known = Extract<Resolved, { is: 'known' }>;

/** Filters whose answer depends on their input alone. */
const plain: Readonly<Record<string, (node: Located, spot: Spot) => Located | null>> = {
  list: (node) => (node.kind === 'list' ? node : null),
  string: (node, spot) => text(node, spot, (value) => value),
  lower: (node, spot) => text(node, spot, (value) => value.toLowerCase()),
  upper: (node, spot) => text(node, spot, (value) => value.toUpperCase()),
  trim: (node, spot) => text(node, spot, (value) => value.trim()),
  int: (node, spot) => {
    const value = node.kind === 'scalar' ? Number(node.value) : Number.NaN;
    return Number.isInteger(value) ? scalar(value, spot) : null;
  },
  bool: (node, spot) => {
    const value = node.kind === 'scalar' ? String(node.value).toLowerCase() : '';
    if (['true', 'yes', 'on', '1'].includes(value)) return scalar(true, spot);
    return ['false', 'no', 'off', '0'].includes(value) ? scalar(false, spot) : null;
  },
  length: (node, spot) => (node.kind === 'list' ? scalar(node.items.length, spot) : null),
  first: (node) => (node.kind === 'list' ? (node.items[0] ?? null) : null),
  last: (node) => (node.kind === 'list' ? (node.items.at(-1) ?? null) : null),
  dict2items: (node) => (node.kind === 'map' ? pairsOf(node) : null),
  flatten: (node, spot) =>
    node.kind === 'list'
      ? list(
          node.items.flatMap((item) => (item.kind === 'list' ? item.items : [item])),
          spot,
        )
      : null,
};

/** Applies one filter of Jinja; those that look elsewhere, or compute, leave the value unknown. */
export function applyFilter(name: string, of: Resolved, args: readonly Resolved[], spot: Spot): Resolved {
  if (name === 'default' || name === 'd') return withDefault(of, args);
  if (of.is !== 'known') return of;
  const node = args.length === 0 && Object.hasOwn(plain, name) ? plain[name]?.(of.node, spot) : null;
  return node ? { is: 'known', node, via: of.via } : { is: 'unknown', expression: name };
}

/** The members of a map as a list of `{key, value}`, as `with_dict` gives them too. */
export function pairsOf(node: Extract<Located, { kind: 'map' }>): Located {
  const pairs = [...node.entries].map(([key, value]) =>
    map(
      [
        ['key', scalar(key, value)],
        ['value', value],
      ],
      value,
    ),
  );
  return list(pairs, node);
}

/** With a second argument that is true, what is empty or false is replaced too. */
function withDefault(of: Resolved, [otherwise, alsoEmpty]: readonly Resolved[]): Resolved {
  const empty = of.is === 'known' && isTrue(alsoEmpty) && isEmpty(of);
  if (of.is !== 'undefined' && !empty) return of;
  return otherwise ?? { is: 'unknown', expression: 'default' };
}

function isTrue(of: Resolved | undefined): boolean {
  return of?.is === 'known' && of.node.kind === 'scalar' && of.node.value === true;
}

function isEmpty({ node }: Known): boolean {
  if (node.kind === 'scalar')
    return node.value === null || node.value === '' || node.value === false || node.value === 0;
  return (node.kind === 'list' && node.items.length === 0) || (node.kind === 'map' && node.entries.size === 0);
}

function text(node: Located, spot: Spot, change: (value: string) => string): Located | null {
  return node.kind === 'scalar' && node.value !== null ? scalar(change(String(node.value)), spot) : null;
}
