import { Prisma, type Transaction } from '@/lib/db';
import type { HostPart } from '@/lib/resources/join-hosts';
import type { Located } from '@/lib/resources/place';

export interface LoadedPart extends HostPart, Located {
  body: string;
}

/** Beyond this many changed resources it is cheaper to look at all of them than to follow their keys. */
const followAtMost = 400;

/** Everything that a join of the changed resources must look at: parts, their volumes, their links and hosts so far. */
export async function loadAffected(tx: Transaction, changedIds: readonly string[]) {
  const scope = changedIds.length > followAtMost ? Prisma.sql`TRUE` : await near(tx, changedIds);
  const parts = await tx.$queryRaw<LoadedPart[]>`
    SELECT s.resource_id::text AS "resourceId", s.kind, s.links, s.account, s.region, s.facility, s.environment, s.team, s.body,
      CASE WHEN s.kind = 'cm.node' THEN s.body::jsonb ->> 'tool' END AS tool
    FROM snapshot s WHERE s.valid_to = 'infinity' AND s.kind IN ('aws.ec2.instance', 'cm.node') AND ${scope}
    ORDER BY s.resource_id`;
  const instanceIds = parts
    .filter((part) => part.kind === 'aws.ec2.instance')
    .flatMap((part) => part.links.filter((link) => link.startsWith('i-')));
  const volumes = await tx.$queryRaw<{ externalId: string; encryption: string | null }[]>`
    SELECT r.external_id AS "externalId", s.encryption FROM snapshot s JOIN resource r ON r.id = s.resource_id
    WHERE s.valid_to = 'infinity' AND s.kind = 'aws.ec2.volume'
      AND ${instanceIds.length > followAtMost ? Prisma.sql`TRUE` : Prisma.sql`s.links && ${instanceIds}::text[]`}`;
  const looked = [...new Set([...parts.map((part) => part.resourceId), ...changedIds])];
  const linkRows = await tx.$queryRaw<{ resourceId: string; hostId: string }[]>`
    SELECT resource_id::text AS "resourceId", host_id::text AS "hostId" FROM host_link
    WHERE resource_id = ANY(${looked}::bigint[]) AND valid_to = 'infinity'`;
  const hostIds = [...new Set(linkRows.map((row) => row.hostId))];
  const hostsBefore = await tx.$queryRaw<{ id: string; externalId: string; digest: string }[]>`
    SELECT r.id::text, r.external_id AS "externalId", encode(s.digest, 'hex') AS digest
    FROM resource r JOIN snapshot s ON s.resource_id = r.id AND s.valid_to = 'infinity' WHERE r.id = ANY(${hostIds}::bigint[])`;
  return {
    parts,
    disks: new Map(volumes.map((row) => [row.externalId, row.encryption])),
    links: new Map(linkRows.map((row) => [row.resourceId, row.hostId])),
    hostsBefore,
  };
}

/**
 * The parts that share a key with what changed, as it is and as it was, and the parts of the hosts that these belong to;
 * and so on, until nobody new is met: a host that is joined again from some of its parts would lose the others.
 */
async function near(tx: Transaction, changedIds: readonly string[]): Promise<Prisma.Sql> {
  let ids = [...changedIds];
  for (;;) {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      WITH keys AS (SELECT DISTINCT k FROM unnest(${ids}::bigint[]) AS met (id) CROSS JOIN LATERAL (
          SELECT links FROM snapshot WHERE resource_id = met.id ORDER BY valid_from DESC LIMIT 2) recent,
        unnest(recent.links) k WHERE k LIKE 'i-%' OR (k LIKE 'ip:%' AND k NOT LIKE 'ip:127.%') OR (k LIKE 'name:%' AND k NOT LIKE 'name:localhost%'))
      SELECT s.resource_id::text AS id FROM snapshot s
      WHERE s.valid_to = 'infinity' AND s.kind IN ('aws.ec2.instance', 'cm.node') AND s.links && (SELECT coalesce(array_agg(k), '{}') FROM keys)
      UNION SELECT b.resource_id::text FROM host_link a JOIN host_link b ON b.host_id = a.host_id AND b.valid_to = 'infinity'
      WHERE a.valid_to = 'infinity' AND a.resource_id = ANY(${ids}::bigint[])`;
    const met = [...new Set([...ids, ...rows.map((row) => row.id)])];
    if (met.length === ids.length) return Prisma.sql`s.resource_id = ANY(${ids}::bigint[])`;
    if (met.length > followAtMost) return Prisma.sql`TRUE`;
    ids = met;
  }
}
