import { isWorld } from '@/lib/drift/cidr';
import type { Past } from '@/lib/drift/coverage';
import { summaryOf } from '@/lib/drift/summary';
import type { DriftComparison, DriftLine } from '@/lib/resources/drift-comparison';
import type { DeclaredSide } from '@/lib/resources/drift-sides';

const order: readonly DriftLine['kind'][] = ['undeclared', 'different', 'missing', 'unresolved', 'equal', 'tolerated'];

/** What the lines say together: how many of each, who is ahead since when, and the worst of it in a sentence. */
export function conclude(found: {
  declared: DeclaredSide;
  presence: DriftComparison['presence'];
  lines: DriftLine[];
  past: Past;
}): DriftComparison {
  const { declared, presence, past } = found;
  const whole = presence === 'both' ? null : wholeGroup(declared, presence, past);
  const lines = found.lines.map((line) => (line.ahead ? { ...line, ...whole } : line)).toSorted(byWeight);
  const differing = lines.filter(({ ahead }) => ahead !== null);
  const moves: Pick<DriftLine, 'ahead' | 'since'>[] = whole ? [whole] : differing;
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
function wholeGroup(
  declared: DeclaredSide,
  presence: 'code-only' | 'absent',
  past: Past,
): Pick<DriftLine, 'ahead' | 'since' | 'why'> {
  if (presence === 'absent') {
    const seen = past.observed[0]?.from ?? new Date(0);
    const said = new Date(declared.at.committedAt);
    const [ahead, since] = seen < said ? (['code', said] as const) : (['cloud', seen] as const);
    return { ahead, since: since.toISOString(), why: 'The code says that this group should not exist.' };
  }
  const times = [declared.at, ...declared.rules.map(({ at }) => at)].map((at) => new Date(at.committedAt));
  const first = new Date(Math.min(...times.map(Number)));
  const gone = past.observed.at(-1)?.to;
  return gone && gone > first
    ? { ahead: 'cloud', since: gone.toISOString(), why: 'The cloud had the group and lost it.' }
    : { ahead: 'code', since: first.toISOString(), why: 'The group is declared, and not in the cloud.' };
}

function countLines(lines: readonly DriftLine[]): DriftComparison['counts'] {
  const of = (kind: DriftLine['kind']) => lines.filter((line) => line.kind === kind).length;
  return {
    equal: of('equal'),
    different: of('different'),
    undeclared: of('undeclared'),
    missing: of('missing'),
    unresolved: of('unresolved'),
  };
}

/** Whether a difference lets the whole Internet in. */
function opensToWorld({ ahead, observed }: DriftLine): boolean {
  return ahead !== null && observed?.direction === 'ingress' && isWorld(observed.peer);
}

/** The worst first; what is equal as the code has it. */
function byWeight(a: DriftLine, b: DriftLine): number {
  if (a.kind === 'equal' && b.kind === 'equal') return place(a).localeCompare(place(b), 'en');
  return weight(a) - weight(b) || rule(a).peer.localeCompare(rule(b).peer, 'en');
}

function place({ declared }: DriftLine): string {
  const line = String(declared?.at.line ?? 0).padStart(7, '0');
  return `${declared?.direction === 'egress' ? 1 : 0} ${declared?.at.file} ${line}`;
}

function weight(line: DriftLine): number {
  const { direction, fromPort } = rule(line);
  const kind = opensToWorld(line) ? -1 : order.indexOf(line.kind);
  return (direction === 'egress' ? 10_000_000 : 0) + (kind + 1) * 1_000_000 + (fromPort ?? 0);
}

function rule({ declared, observed, unresolved }: DriftLine) {
  return declared ?? observed ?? { direction: unresolved?.known?.direction ?? 'ingress', fromPort: 0, peer: '' };
}
