/** A place in a file; lines count from 1. */
export interface Spot {
  file: string;
  line: number;
}

export type Plain = string | number | boolean | null;

/** A value of YAML with the place where it stands. `opaque`: encrypted or made by a tag; its content is not known. */
export type Located = Spot &
  (
    | { kind: 'scalar'; value: Plain }
    | { kind: 'list'; items: readonly Located[] }
    | { kind: 'map'; entries: ReadonlyMap<string, Located> }
    | { kind: 'opaque'; expression: string }
  );

export function scalar(value: Plain, { file, line }: Spot): Located {
  return { kind: 'scalar', value, file, line };
}

export function list(items: readonly Located[], { file, line }: Spot): Located {
  return { kind: 'list', items, file, line };
}

export function map(entries: Iterable<readonly [string, Located]>, { file, line }: Spot): Located {
  return { kind: 'map', entries: new Map(entries), file, line };
}

/** The member of a map; undefined where it is no map, or has none of that name. */
export function member(node: Located | undefined, name: string): Located | undefined {
  return node?.kind === 'map' ? node.entries.get(name) : undefined;
}

/** The text of a scalar; undefined where it is none. */
export function textOf(node: Located | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

export function itemsOf(node: Located | undefined): readonly Located[] {
  return node?.kind === 'list' ? node.items : [];
}
