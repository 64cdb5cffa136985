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

interface HostCount {
  facility: string | null;
  joined: string | null;
  /** Condition that the last run left; null where none is known */
  condition: string | null;
  count: number;
}

interface Figures {
  /** Hosts that came, less those that went, in the last day */
  hostsDelta: number;
  groups: number;
  worldOpen: number;
  drift: number;
  cloudAhead: number;
  undeclaredWorld: number;
}

/** The six figures of fleet health, as of a date, each with the number that it is out of. */
export async function fleetFigures(viewer: Viewer, query: FleetQuery) {
  const asOf = query.asOf ?? null;
  const at = asOf ?? new Date();
  const yesterday = new Date(at.getTime() - 86_400_000);
  const within = (alias: 's' | 'd' | 'f') => {
    const chosen = any(Prisma.raw(`${alias}.facility`), query.facility);
    return chosen === Prisma.empty
      ? withinReach(viewer, alias)
      : Prisma.sql`${withinReach(viewer, alias)} AND ${chosen}`;
  };
  const s = within('s');
  const d = within('d');
  return reading(viewer, 'fleet:read', async (tx) => {
    const stale = await staleScopes(tx, asOf);
    const [figures] = await tx.$queryRaw<Figures[]>`
      SELECT (SELECT count(*)::int FROM snapshot s WHERE s.kind = 'host' AND s.valid_from > ${yesterday} AND s.valid_from <= ${at} AND ${s})
          - (SELECT count(*)::int FROM snapshot s WHERE s.kind = 'host' AND s.valid_to > ${yesterday} AND s.valid_to <= ${at} AND ${s}) AS "hostsDelta", g.*, d.*
      FROM (SELECT count(*)::int AS groups, count(*) FILTER (WHERE s.status = 'world-open')::int AS "worldOpen"
          FROM snapshot s WHERE s.kind = 'aws.ec2.security-group' AND ${validAt(asOf, 's')} AND ${s}) g,
        (SELECT count(*)::int AS drift, count(*) FILTER (WHERE d.ahead IN ('cloud', 'both'))::int AS "cloudAhead",
          count(*) FILTER (WHERE d.world_open)::int AS "undeclaredWorld" FROM drift d WHERE ${validAt(asOf, 'd')} AND ${d}) d`;
    const counts = await tx.$queryRaw<HostCount[]>`
      SELECT s.facility, s.status AS joined, t.condition, count(*)::int AS count
      FROM snapshot s LEFT JOIN host_state t ON t.host_id = s.resource_id AND ${validAt(asOf, 't')}
      WHERE s.kind = 'host' AND ${validAt(asOf, 's')} AND ${s} GROUP BY 1, 2, 3`;
    const disks = await tx.$queryRaw<{ outcome: string; count: number }[]>`
      SELECT CASE WHEN f.scope_id = ANY(${stale}::bigint[]) THEN 'unknown' ELSE f.outcome END AS outcome, count(*)::int AS count
      FROM finding f WHERE f.check_id = 'ebs-volume-encrypted' AND ${validAt(asOf, 'f')} AND ${within('f')} GROUP BY 1`;
    if (!figures) throw new Error('The figures were not counted');
    const hosts = (wanted: (count: HostCount) => boolean) =>
      counts.reduce((total, one) => total + (wanted(one) ? one.count : 0), 0);
    const by = <K>(key: (count: HostCount) => K) =>
      new Map([...new Set(counts.map(key))].map((value) => [value, hosts((one) => key(one) === value)]));
    const volumes = new Map(disks.map((row) => [row.outcome, row.count]));
    return {
      ...figures,
      hosts: hosts(() => true),
      managed: hosts(({ joined }) => joined !== null && joined !== 'cloud-only'),
      /** Hosts by the name of their facility; null counts those of none */
      facilities: by(({ facility }) => facility),
      conditions: by(({ condition }) => condition),
      failing: hosts(({ condition }) => ['failed', 'unreachable', 'interrupted'].includes(condition ?? '')),
      missing: hosts(({ condition }) => condition === 'missing'),
      ran: hosts(({ condition }) => condition !== null),
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
