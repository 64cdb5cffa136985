import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { coverageOf, validAt } from '@/lib/queries/as-of';
import { any, several } from '@/lib/queries/host-filter';
import { scopeKindsOf } from '@/lib/queries/list-hosts';
import { ListFilter } from '@/lib/queries/page';
import { staleScopes } from '@/lib/queries/stale-scopes';
import { kinds } from '@/lib/resources/index';

export const FleetQuery = z.object({ asOf: ListFilter.shape.asOf, facility: several });
export type FleetQuery = z.infer<typeof FleetQuery>;

interface Figures {
  hosts: number;
  hostsYesterday: number;
  managed: number;
  groups: number;
  worldOpen: number;
  drift: number;
  cloudAhead: number;
  undeclaredWorld: number;
  facilities: number;
}

/** The six figures of fleet health, as of a date, each with the number that it is out of. */
export async function fleetFigures(viewer: Viewer, query: FleetQuery) {
  const asOf = query.asOf ?? null;
  const at = asOf ?? new Date();
  const yesterday = new Date(at.getTime() - 86_400_000);
  const within = (facility: Prisma.Sql) => {
    const chosen = any(facility, query.facility);
    return chosen === Prisma.empty
      ? withinReach(viewer, facility)
      : Prisma.sql`${withinReach(viewer, facility)} AND ${chosen}`;
  };
  const s = within(Prisma.sql`s.facility`);
  const d = within(Prisma.sql`d.facility`);
  return reading(viewer, 'fleet:read', async (tx) => {
    const stale = await staleScopes(tx, asOf);
    const [figures] = await tx.$queryRaw<Figures[]>`
      SELECT (SELECT count(*)::int FROM snapshot s WHERE s.kind = 'host' AND ${validAt(yesterday, 's')} AND ${s}) AS "hostsYesterday", h.*, g.*, d.*
      FROM (SELECT count(*)::int AS hosts, count(*) FILTER (WHERE s.status <> 'cloud-only')::int AS managed, count(DISTINCT s.facility)::int AS facilities
          FROM snapshot s WHERE s.kind = 'host' AND ${validAt(asOf, 's')} AND ${s}) h,
        (SELECT count(*)::int AS groups, count(*) FILTER (WHERE s.status = 'world-open')::int AS "worldOpen"
          FROM snapshot s WHERE s.kind = 'aws.ec2.security-group' AND ${validAt(asOf, 's')} AND ${s}) g,
        (SELECT count(*)::int AS drift, count(*) FILTER (WHERE d.ahead IN ('cloud', 'both'))::int AS "cloudAhead",
          count(*) FILTER (WHERE d.world_open)::int AS "undeclaredWorld" FROM drift d WHERE ${validAt(asOf, 'd')} AND ${d}) d`;
    const conditions = await tx.$queryRaw<{ condition: string; count: number }[]>`
      SELECT t.condition, count(*)::int AS count FROM host_state t JOIN snapshot s ON s.resource_id = t.host_id AND ${validAt(asOf, 's')}
      WHERE ${validAt(asOf, 't')} AND ${s} GROUP BY 1`;
    const disks = await tx.$queryRaw<{ outcome: string; count: number }[]>`
      SELECT CASE WHEN f.scope_id = ANY(${stale}::bigint[]) THEN 'unknown' ELSE f.outcome END AS outcome, count(*)::int AS count
      FROM finding f WHERE f.check_id = 'ebs-volume-encrypted' AND ${validAt(asOf, 'f')} AND ${within(Prisma.sql`f.facility`)} GROUP BY 1`;
    if (!figures) throw new Error('The figures were not counted');
    const sum = (...words: string[]) =>
      conditions.filter((row) => words.includes(row.condition)).reduce((total, row) => total + row.count, 0);
    const volumes = new Map(disks.map((row) => [row.outcome, row.count]));
    return {
      ...figures,
      conditions: new Map(conditions.map((row) => [row.condition, row.count])),
      failing: sum('failed', 'unreachable', 'interrupted'),
      missing: sum('missing'),
      ran: conditions.reduce((total, row) => total + row.count, 0),
      volumes: {
        total: disks.reduce((total, row) => total + row.count, 0),
        unencrypted: volumes.get('fail') ?? 0,
        unknown: volumes.get('unknown') ?? 0,
      },
      asOf,
      ...(await coverageOf(tx, asOf, [...scopeKindsOf(Object.keys(kinds)), 'declaration'])),
    };
  });
}
