import { writeAuditEvent } from '@/lib/access/audit-event';
import { reachingAll } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { loadPlaceRules } from '@/lib/commands/load-place-rules';
import { type SnapshotRow, snapshotRow } from '@/lib/commands/snapshot-row';
import { writeSnapshots } from '@/lib/commands/write-snapshots';
import type { KindId } from '@/lib/resources/index';
import type { Place } from '@/lib/resources/place';

/** Resources of one scope that are placed in one transaction. */
const batch = 1000;

export interface Placed {
  at: Date;
  /** Ids of resources that belong elsewhere now */
  moved: string[];
  /** Where to go on; null when the scope is done */
  next: string | null;
}

interface Held extends Place {
  id: string;
  externalId: string;
  body: string;
  account: string | null;
  region: string | null;
}

/**
 * Places again, by the rules that hold now, up to 1,000 resources of a scope that come after `from`: what belongs elsewhere
 * gets a snapshot from now on, and keeps the one that it had until then. Leaves an event that says from where to where.
 */
export async function placeScope(
  viewer: Viewer,
  scope: { id: string; key: string; kind: KindId },
  from: string,
): Promise<Placed> {
  requirePermission(viewer, 'ingest');
  return reachingAll(async (tx) => {
    // The lock that a scan of this scope takes.
    await tx.$executeRaw`SELECT FROM scope WHERE id = ${scope.id}::bigint FOR UPDATE`;
    const rules = await loadPlaceRules(tx);
    const held = await tx.$queryRaw<Held[]>`
      SELECT s.resource_id::text AS id, r.external_id AS "externalId", s.body, s.account, s.region, s.facility, s.environment, s.team
      FROM snapshot s JOIN resource r ON r.id = s.resource_id
      WHERE s.scope_id = ${scope.id}::bigint AND s.valid_to = 'infinity' AND s.resource_id > ${from}::bigint
      ORDER BY s.resource_id LIMIT ${batch}`;
    const moves = held.flatMap((was) => {
      const { account, region } = was;
      const now = snapshotRow(scope.kind, was.externalId, JSON.parse(was.body), { account, region }, rules);
      return placeWords(now) === placeWords(was) ? [] : [{ was, now }];
    });
    const next = held.length === batch ? (held.at(-1)?.id ?? null) : null;
    const [clock] = await tx.$queryRaw<{ at: Date }[]>`
      SELECT greatest(clock_timestamp(), max(valid_from) + interval '1 millisecond')::timestamptz(3) AS at
      FROM snapshot WHERE resource_id = ANY(${moves.map(({ was }) => was.id)}::bigint[]) AND valid_to = 'infinity'`;
    const at = clock?.at ?? new Date();
    if (moves.length === 0) return { at, moved: [], next };
    await writeSnapshots(
      tx,
      scope.id,
      scope.kind,
      moves.map(({ now }) => now),
      at,
    );
    await tx.$executeRaw`UPDATE scope SET placed_at = ${at}::timestamptz WHERE id = ${scope.id}::bigint`;
    await writeAuditEvent(tx, viewer, {
      action: 'resources.placed',
      objectKind: 'scope',
      objectId: scope.id,
      object: scope.key,
      before: counted(moves.map(({ was }) => was)),
      after: counted(moves.map(({ now }) => now)),
    });
    return { at, moved: moves.map(({ was }) => was.id), next };
  });
}

function placeWords({ facility, environment, team }: Place | SnapshotRow): string {
  return JSON.stringify([facility, environment, team]);
}

/** How many belong to each place. */
function counted(places: readonly Place[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { facility, environment, team } of places) {
    const words = [facility, environment, team].map((part) => part ?? 'none').join(' / ');
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a).slice(0, 100));
}
