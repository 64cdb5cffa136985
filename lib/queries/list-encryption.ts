import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { checks } from '@/lib/checks/index';
import { Prisma, type Transaction } from '@/lib/db';
import { coverageOf, validAt } from '@/lib/queries/as-of';
import { any, several, words } from '@/lib/queries/host-filter';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';
import { staleScopes } from '@/lib/queries/stale-scopes';
import type { Located } from '@/lib/resources/place';

export const EncryptionFilter = ListFilter.extend({
  status: several.describe('unencrypted, unknown, encrypted, not-applicable'),
  kind: several,
  facility: several,
  account: several,
  region: several,
  environment: several,
  team: several,
  protects: z.enum(['at-rest', 'in-transit']).optional(),
});
export type EncryptionFilter = z.infer<typeof EncryptionFilter>;

export interface EncryptionRow extends Located {
  /** Id of the resource */
  id: string;
  externalId: string;
  kind: string;
  name: string;
  status: 'encrypted' | 'unencrypted' | 'unknown' | 'not-applicable';
  /** What decided, or why it is not known */
  reason: string;
  check: string;
  /** UTC time since which this finding stands */
  since: Date;
  host: string | null;
  hostId: string | null;
}

const rank = Prisma.sql`CASE e.status WHEN 'unencrypted' THEN 0 WHEN 'unknown' THEN 1 WHEN 'encrypted' THEN 2 ELSE 3 END`;

/** Encryption of each resource as of a date: the unencrypted first, then the unknown, the oldest first. */
export async function listEncryption(
  viewer: Viewer,
  filter: EncryptionFilter,
): Promise<ListAnswer<EncryptionRow> & { total: number }> {
  const asOf = filter.asOf ?? null;
  const at = asOf ?? new Date();
  return reading(viewer, 'encryption:read', async (tx) => {
    const stale = await staleScopes(tx, asOf);
    const wanted = Object.values(checks).filter((check) => !filter.protects || check.protects === filter.protects);
    const parts = [
      any(Prisma.sql`f.kind`, filter.kind),
      any(Prisma.sql`f.facility`, filter.facility),
      any(Prisma.sql`f.account`, filter.account),
      any(Prisma.sql`f.region`, filter.region),
      any(Prisma.sql`f.environment`, filter.environment),
      any(Prisma.sql`f.team`, filter.team),
    ].filter((part) => part !== Prisma.empty);
    const searched = words(filter.q);
    if (searched.length > 0)
      parts.push(
        Prisma.sql`EXISTS (SELECT FROM snapshot s WHERE s.resource_id = f.resource_id AND ${validAt(asOf, 's')} AND ${Prisma.join(searched, ' AND ')})`,
      );
    const matching = Prisma.sql`
      SELECT f.resource_id, f.kind, f.check_id, f.valid_from,
        CASE WHEN f.scope_id = ANY(${stale}::bigint[]) THEN 'Its scope had no complete scan of late' ELSE f.reason END AS reason,
        CASE WHEN f.scope_id = ANY(${stale}::bigint[]) THEN 'unknown' WHEN f.outcome = 'pass' THEN 'encrypted' WHEN f.outcome = 'fail' THEN 'unencrypted' ELSE f.outcome END AS status
      FROM finding f WHERE f.check_id = ANY(${wanted.map((check) => check.id)}::text[]) AND ${validAt(asOf, 'f')} AND ${withinReach(viewer, 'f')}
        AND ${Prisma.join([...parts, Prisma.sql`TRUE`], ' AND ')}`;
    const status = any(Prisma.sql`e.status`, filter.status);
    const chosen = status === Prisma.empty ? Prisma.sql`TRUE` : status;
    const [value, from, id] = filter.cursor ? decodeCursor(filter.cursor, ['count', 'time', 'id']) : [null, null, null];
    const page = await tx.$queryRaw<(Omit<EncryptionRow, 'host' | 'hostId'> & { rank: number })[]>`
      SELECT e.resource_id::text AS id, r.external_id AS "externalId", e.kind, s.name, s.account, s.region, s.facility, s.environment, s.team,
        e.status, e.reason, e.check_id AS "check", e.valid_from AS since, e.rank
      FROM (SELECT e.*, ${rank} AS rank FROM (${matching}) e WHERE ${chosen} AND ${from ? Prisma.sql`(${rank}, e.valid_from, e.resource_id) > (${value}::int, ${from}::timestamptz, ${id}::bigint)` : Prisma.sql`TRUE`}
        ORDER BY rank, e.valid_from, e.resource_id LIMIT ${filter.limit + 1}) e
      JOIN snapshot s ON s.resource_id = e.resource_id AND ${validAt(asOf, 's')} JOIN resource r ON r.id = e.resource_id
      ORDER BY e.rank, e.valid_from, e.resource_id`;
    const [counted] = await tx.$queryRaw<
      { total: number }[]
    >`SELECT count(*)::int AS total FROM (${matching}) e WHERE ${chosen}`;
    const { rows, next } = cutPage(page, filter.limit, (row) => [row.rank, row.since.toISOString(), row.id]);
    const kinds = [...new Set(wanted.map((check) => check.kind.id))];
    const hosts = await hostsOfVolumes(
      tx,
      viewer,
      rows.map((row) => row.id),
      at,
    );
    const none = { host: null, hostId: null };
    return {
      rows: rows.map(({ rank: _, ...row }) => ({ ...row, ...(hosts.get(row.id) ?? none) })),
      next,
      total: counted?.total ?? 0,
      asOf,
      ...(await coverageOf(tx, asOf, kinds)),
    };
  });
}

/** The hosts that the volumes of one page are attached to: volume, instance, host, each by its index. */
async function hostsOfVolumes(tx: Transaction, viewer: Viewer, ids: readonly string[], at: Date) {
  const rows = await tx.$queryRaw<{ id: string; host: string; hostId: string }[]>`
    SELECT DISTINCT ON (v.resource_id) v.resource_id::text AS id, s.name AS host, s.resource_id::text AS "hostId"
    FROM snapshot v CROSS JOIN LATERAL unnest(v.links) AS key
    JOIN resource i ON i.external_id = key AND i.kind = 'aws.ec2.instance'
    JOIN host_link l ON l.resource_id = i.id AND l.valid_from <= ${at} AND l.valid_to > ${at}
    JOIN snapshot s ON s.resource_id = l.host_id AND s.valid_from <= ${at} AND s.valid_to > ${at} AND ${withinReach(viewer, 's')}
    WHERE v.resource_id = ANY(${[...ids]}::bigint[]) AND v.kind = 'aws.ec2.volume' AND v.valid_from <= ${at} AND v.valid_to > ${at}
    ORDER BY v.resource_id, s.name`;
  return new Map(rows.map(({ id, host, hostId }) => [id, { host, hostId }]));
}
