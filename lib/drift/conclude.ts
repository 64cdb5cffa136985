import { isWorld } from '@/lib/drift/cidr';
import type { Past } from '@/lib/drift/coverage';
import type { Comparison, Counts, DeclaredSide, Line, Place, Side } from '@/lib/drift/sides';
import { summaryOf } from '@/lib/drift/summary';

const order: readonly Line<Place>['kind'][] = [
  'undeclared',
  'different',
  'missing',
  'unresolved',
  'equal',
  'tolerated',
];

/** What the lines say together: how many of each, who is ahead since when, and the worst of it in a sentence. */
export function conclude<P extends Place>(found: {
  declared: DeclaredSide<P>;
  presence: Comparison<P>['presence'];
  lines: Line<P>[];
  past: Past<P>;
}): Comparison<P> {
  const { declared, presence, past } = found;
  const whole = presence === 'both' ? null : wholeGroup(declared, presence, past);
  const lines = found.lines.map((line) => (line.ahead ? { ...line, ...whole } : line)).toSorted(byWeight);
  const differing = lines.filter(({ ahead }) => ahead !== null);
  const moves: Pick<Line<P>, 'ahead' | 'since'>[] = whole ? [whole] : differing;
  const sides = new Set(moves.map(({ ahead }) => ahead));
  const dates = moves.flatMap(({ since }) => since ?? []).sort();
  return {
    presence,
    lines,
    counts: countLines(lines),
    ahead: sides.size === 2 ? 'both' : ([...sides][0] ?? null),
    since: dates[0] ?? null,
    worldOpen: lines.some(opensToWorld),
    summary: summaryOf(presence, differing),
  };
}

/** Who made it so that the whole group is on one side alone. */
function wholeGroup<P extends Place>(
  declared: DeclaredSide<P>,
  presence: 'code-only' | 'absent',
  past: Past<P>,
): { ahead: Side; since: string } {
  if (presence === 'absent') {
    const seen = past.observed[0]?.from ?? new Date(0);
    const said = new Date(declared.at.committedAt);
    return seen < said ? { ahead: 'code', since: said.toISOString() } : { ahead: 'cloud', since: seen.toISOString() };
  }
  const times = [declared.at, ...declared.rules.map(({ at }) => at)].map((at) => new Date(at.committedAt));
  const first = new Date(Math.min(...times.map(Number)));
  const gone = past.observed.at(-1)?.to;
  return gone && gone > first
    ? { ahead: 'cloud', since: gone.toISOString() }
    : { ahead: 'code', since: first.toISOString() };
}

function countLines(lines: readonly Line<Place>[]): Counts {
  const of = (kind: Line<Place>['kind']) => lines.filter((line) => line.kind === kind).length;
  return {
    equal: of('equal'),
    different: of('different'),
    undeclared: of('undeclared'),
    missing: of('missing'),
    unresolved: of('unresolved'),
  };
}

/** Whether a difference lets the whole Internet in. */
export function opensToWorld({ ahead, observed }: Line<Place>): boolean {
  return ahead !== null && observed?.direction === 'ingress' && isWorld(observed.peer);
}

function byWeight(a: Line<Place>, b: Line<Place>): number {
  return weight(a) - weight(b) || rule(a).peer.localeCompare(rule(b).peer, 'en');
}

function weight(line: Line<Place>): number {
  const { direction, fromPort } = rule(line);
  const kind = opensToWorld(line) ? -1 : order.indexOf(line.kind);
  return (direction === 'egress' ? 10_000_000 : 0) + (kind + 1) * 1_000_000 + (fromPort ?? 0);
}

function rule({ declared, observed, unresolved }: Line<Place>) {
  return declared ?? observed ?? { direction: unresolved?.known?.direction ?? 'ingress', fromPort: 0, peer: '' };
}
