import { type Declaration, loadNeighbours, type Observation } from '@/lib/commands/load-drift-sides';
import { type Match, speaksOf } from '@/lib/commands/match-drift-sides';
import type { Transaction } from '@/lib/db';
import type { DriftBody } from '@/lib/resources/drift-body';
import type { Compare, Histories, Neighbourhood } from '@/lib/resources/drift-sides';

/** A difference between the two sides of one group, as a row of the table. */
export interface FoundDrift {
  resourceId: string | null;
  declarationKey: string;
  name: string;
  account: string | null;
  region: string | null;
  facility: string | null;
  environment: string | null;
  team: string | null;
  ahead: 'cloud' | 'code' | 'both';
  /** UTC, RFC 3339 */
  since: string;
  undeclared: number;
  missing: number;
  different: number;
  worldOpen: boolean;
  summary: string;
  body: DriftBody;
}

interface Known {
  matches: readonly Match[];
  declarations: readonly Declaration[];
  observations: readonly Observation[];
  compare: Compare;
}

type Neighbour = Awaited<ReturnType<typeof loadNeighbours>>[number];

/** Compares each match in the light of both histories; those without a difference are left out. */
export async function compareMatches(tx: Transaction, known: Known): Promise<FoundDrift[]> {
  const peers = new Set<string>();
  for (const { declared, observed } of known.matches) {
    const rules = [...declared.flatMap(({ group }) => group.rules), ...(observed?.group.rules ?? [])];
    for (const rule of rules) if (rule.peerKind === 'group') peers.add(rule.peer);
  }
  const neighbours = peers.size > 0 ? await loadNeighbours(tx, [...peers]) : [];
  return known.matches.flatMap((match) => compareMatch(match, known, neighbours) ?? []);
}

function compareMatch(
  { declared, observed }: Match,
  known: Known,
  neighbours: readonly Neighbour[],
): FoundDrift | null {
  const [first, ...others] = declared;
  const rules = [...declared.flatMap(({ group }) => group.rules), ...(observed?.group.rules ?? [])];
  const named = new Set(rules.filter(({ peerKind }) => peerKind === 'group').map(({ peer }) => peer));
  // Only what this group refers to: what else is compared at the same time must make no difference.
  const near = neighbours.filter((one) => (named.has(one.name) || named.has(one.id)) && isNear(one, first, observed));
  const where: Neighbourhood = {
    account: observed?.group.ownerId ?? observed?.account ?? first.account,
    groupIds: new Map([
      ...near.map(({ name, id }) => [name, id] as const),
      ...(observed ? [[observed.name, observed.group.id] as const] : []),
    ]),
  };
  const histories = historiesOf(declared, observed, known);
  const result = known.compare({
    declared: [first.group, ...others.map(({ group }) => group)],
    observed: observed?.group.rules ?? null,
    histories,
    where,
  });
  const { ahead, since, summary, worldOpen, presence, lines, counts } = result;
  if (ahead === null || since === null || summary === null) return null;
  const groups = declared.map(({ group }) => group);
  const last = declared.reduce((a, b) => (b.committedAt > a.committedAt ? b : a)).group;
  const before = known.observations.findLast((one) => declared.some((other) => speaksOf(other, one)));
  const { facility = null, environment = null, team = null } = observed ?? before ?? {};
  return {
    resourceId: observed?.id ?? null,
    declarationKey: first.key,
    name: observed?.name ?? first.name,
    account: observed?.account ?? first.account,
    region: observed?.region ?? first.region,
    facility,
    environment,
    team,
    ahead,
    since,
    undeclared: counts.undeclared,
    missing: counts.missing,
    different: counts.different,
    worldOpen,
    summary,
    body: {
      presence,
      lines,
      counts,
      declared: {
        keys: declared.map(({ key }) => key),
        repository: last.repository,
        at: last.at,
        rules: groups.reduce((total, group) => total + group.rules.length, 0),
        unresolved: groups.flatMap(({ unresolved }) => unresolved),
        purgeIngress: groups.some(({ purgeIngress }) => purgeIngress),
        purgeEgress: groups.some(({ purgeEgress }) => purgeEgress),
      },
      observed: observed && { id: observed.group.id, rules: observed.group.rules.length },
      peers: Object.fromEntries(near.map(({ name, id }) => [id, name])),
    },
  };
}

/** Whether a group lives where the compared one does, so that its name means it. */
function isNear({ account, region, links }: Neighbour, declared: Declaration, observed: Observation | null): boolean {
  const place = observed ? { ...observed, network: observed.group.vpcId } : declared;
  return (
    (place.account === null || account === place.account) &&
    (place.region === null || region === place.region) &&
    (place.network === null || links.includes(place.network))
  );
}

/** What both sides were before: of a group that is gone, what stood in its place. */
function historiesOf(declared: Match['declared'], observed: Observation | null, known: Known): Histories {
  const seen = known.observations.filter((one) =>
    observed ? one.id === observed.id : declared.some((other) => speaksOf(other, one)),
  );
  const about = known.declarations.filter(
    (one) => declared.some(({ key }) => key === one.key) || (observed !== null && speaksOf(one, observed)),
  );
  return {
    observed: seen.map(({ from, to, group }) => ({ from, to, rules: group.rules })),
    declared: about.map(({ key, from, to, committedAt, group }) => ({
      key,
      from,
      to,
      committedAt,
      rules: group.rules,
    })),
  };
}
