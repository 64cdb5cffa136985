import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { validAt } from '@/lib/queries/as-of';
import { type DriftFilter, driftWhere } from '@/lib/queries/drift-filter';
import { any } from '@/lib/queries/host-filter';
import { securityGroup } from '@/lib/resources/security-group';

interface Open {
  open: number;
  cloud: number;
  code: number;
  both: number;
  worldOpen: number;
  /** Declared, and in no cloud */
  codeOnly: number;
}

interface Groups {
  /** Security groups observed */
  groups: number;
  /** Of these, with a declaration: what drift speaks of */
  compared: number;
}

interface Declared {
  declarations: number;
  /** Declarations with an expression that only a run could resolve */
  unresolved: number;
  repositories: number;
}

/** How much drift is open as of a date, of how many groups, and how many groups no code speaks of. */
export async function driftCounts(viewer: Viewer, filter: DriftFilter) {
  const asOf = filter.asOf ?? null;
  return reading(viewer, 'drift:read', async (tx) => {
    const [open] = await tx.$queryRaw<Open[]>`
      SELECT count(*)::int AS open, count(*) FILTER (WHERE d.ahead = 'cloud')::int AS cloud, count(*) FILTER (WHERE d.ahead = 'code')::int AS code,
        count(*) FILTER (WHERE d.ahead = 'both')::int AS both, count(*) FILTER (WHERE d.world_open)::int AS "worldOpen",
        count(*) FILTER (WHERE d.resource_id IS NULL)::int AS "codeOnly"
      FROM drift d LEFT JOIN resource r ON r.id = d.resource_id WHERE ${driftWhere(viewer, filter, { anyAhead: true })}`;
    const chosen = [
      any(Prisma.sql`s.account`, filter.account),
      any(Prisma.sql`s.region`, filter.region),
      any(Prisma.sql`s.facility`, filter.facility),
      any(Prisma.sql`s.environment`, filter.environment),
      any(Prisma.sql`s.team`, filter.team),
      Prisma.sql`TRUE`,
    ].filter((part) => part !== Prisma.empty);
    const [groups] = await tx.$queryRaw<Groups[]>`
      SELECT count(*)::int AS groups, count(*) FILTER (WHERE EXISTS (SELECT FROM declaration d JOIN source p ON p.id = d.source_id
          WHERE d.kind = s.kind AND d.name IN (s.name, r.external_id) AND p.sample = o.sample AND ${validAt(asOf, 'd')}
            AND (d.account IS NULL OR d.account = s.account) AND (d.region IS NULL OR d.region = s.region)
            AND (d.network IS NULL OR d.network = ANY(s.links))))::int AS compared
      FROM snapshot s JOIN resource r ON r.id = s.resource_id JOIN scope c ON c.id = s.scope_id JOIN source o ON o.id = c.source_id
      WHERE s.kind = ${securityGroup.id} AND ${validAt(asOf, 's')} AND ${withinReach(viewer, 's')}
        AND ${Prisma.join(chosen, ' AND ')}`;
    const [declared] = await tx.$queryRaw<Declared[]>`
      SELECT count(*)::int AS declarations, count(*) FILTER (WHERE d.unresolved > 0)::int AS unresolved,
        count(DISTINCT d.repository)::int AS repositories
      FROM declaration d WHERE d.kind = ${securityGroup.id} AND ${validAt(asOf, 'd')}`;
    if (!open || !groups || !declared) throw new Error('Drift was not counted');
    return { ...open, ...groups, ...declared, outside: groups.groups - groups.compared };
  });
}
export type DriftCounts = Awaited<ReturnType<typeof driftCounts>>;
