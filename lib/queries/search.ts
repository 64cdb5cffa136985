import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import { can, type Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { validAt } from '@/lib/queries/as-of';
import { ListFilter } from '@/lib/queries/page';

export const SearchQuery = z.object({ q: z.string().trim().min(1).max(100), asOf: ListFilter.shape.asOf });
export type SearchQuery = z.infer<typeof SearchQuery>;

export interface Hit {
  group: 'hosts' | 'groups' | 'addresses' | 'ports' | 'commits' | 'people' | 'runs';
  title: string;
  /** What tells it from its namesakes */
  hint: string | null;
  href: string;
}

const each = 6;

/** What ⌘K finds: hosts, security groups, addresses, ports, commits, people and runs, at most six of each. */
export async function search(viewer: Viewer, query: SearchQuery): Promise<Hit[]> {
  const asOf = query.asOf ?? null;
  const like = `%${query.q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const port = /^:?(\d{1,5})$/.exec(query.q)?.[1];
  const reach = withinReach(viewer, 's');
  return reading(viewer, 'fleet:read', async (tx) => {
    const found = await tx.$queryRaw<Hit[]>`
      (SELECT 'hosts' AS group, s.name AS title, concat_ws(' · ', s.system, s.facility, s.team) AS hint, '/fleet/' || s.resource_id AS href
        FROM snapshot s WHERE s.kind = 'host' AND ${validAt(asOf, 's')} AND ${reach} AND s.search LIKE ${like}
        ORDER BY position(${query.q.toLowerCase()} IN s.name) = 0, length(s.name), s.name LIMIT ${each})
      UNION ALL (SELECT 'groups', s.name, concat_ws(' · ', r.external_id, s.account, s.region), '/fleet/' || s.resource_id
        FROM snapshot s JOIN resource r ON r.id = s.resource_id
        WHERE s.kind = 'aws.ec2.security-group' AND ${validAt(asOf, 's')} AND ${reach} AND s.search LIKE ${like} ORDER BY s.name LIMIT ${each})
      UNION ALL (SELECT 'addresses', substr(k, 4), s.name, '/fleet/' || s.resource_id
        FROM snapshot s CROSS JOIN LATERAL unnest(s.links) k
        WHERE s.kind = 'host' AND ${validAt(asOf, 's')} AND ${reach} AND s.search LIKE ${like} AND k LIKE ${`ip:${like.slice(1)}`} ORDER BY k LIMIT ${each})`;
    const drift = can(viewer, 'drift:read') ? await driftHits(tx, viewer, like, port, asOf) : [];
    const runs = can(viewer, 'runs:read') ? await runHits(tx, viewer, query.q.toLowerCase(), like) : [];
    return [...found, ...drift, ...runs];
  });
}

type Tx = Parameters<Parameters<typeof reading>[2]>[0];

async function driftHits(
  tx: Tx,
  viewer: Viewer,
  like: string,
  port: string | undefined,
  asOf: Date | null,
): Promise<Hit[]> {
  const byPort = port
    ? await tx.$queryRaw<Hit[]>`
        SELECT 'ports' AS group, 'Port ' || ${port}::text AS title, concat_ws(' · ', s.name, s.account, s.region) AS hint, '/fleet/' || s.resource_id AS href
        FROM snapshot s CROSS JOIN LATERAL jsonb_array_elements(s.body::jsonb -> 'rules') rule
        WHERE s.kind = 'aws.ec2.security-group' AND ${validAt(asOf, 's')} AND ${withinReach(viewer, 's')} AND rule ->> 'direction' = 'ingress'
          AND (rule ->> 'fromPort')::int <= ${Number(port)} AND (rule ->> 'toPort')::int >= ${Number(port)} AND rule ->> 'protocol' IN ('tcp', 'udp')
        GROUP BY s.resource_id, s.name, s.account, s.region ORDER BY bool_or(rule ->> 'peer' IN ('0.0.0.0/0', '::/0')) DESC, s.name LIMIT ${each}`
    : [];
  // Code belongs where what it declares does.
  const ofReach =
    viewer.reach === null
      ? Prisma.sql`TRUE`
      : Prisma.sql`EXISTS (SELECT FROM snapshot s WHERE s.kind = d.kind AND s.name = d.name AND ${validAt(asOf, 's')} AND ${withinReach(viewer, 's')})`;
  const commits = await tx.$queryRaw<Hit[]>`
    SELECT 'commits' AS group, left(revision, 7) AS title, concat_ws(' · ', max(author), max(file)) AS hint, '/runs?period=30d&revision=' || revision AS href
    FROM declaration d WHERE (revision LIKE ${like.slice(1)} OR lower(author) LIKE ${like}) AND ${ofReach} GROUP BY revision LIMIT ${each}`;
  return [...byPort, ...commits];
}

async function runHits(tx: Tx, viewer: Viewer, q: string, like: string): Promise<Hit[]> {
  // Only what looks like a commit is worth reading a month of runs for.
  const commits = !/^[0-9a-f]{4,40}$/.test(q)
    ? []
    : await tx.$queryRaw<Hit[]>`
    SELECT 'commits' AS group, left(revision, 7) AS title, count(*) || ' runs' AS hint, '/runs?period=30d&revision=' || revision AS href
    FROM run r WHERE started_at > now() - interval '30 days' AND revision LIKE ${like.slice(1)} AND ${withinReach(viewer, 'r')} GROUP BY revision LIMIT ${each}`;
  const people = can(viewer, 'activity:read')
    ? await tx.$queryRaw<Hit[]>`
        SELECT 'people' AS group, actor AS title, 'in the estate' AS hint, '/audit?in=estate&actor=' || actor AS href
        FROM activity a WHERE lower(actor) LIKE ${like} AND ${withinReach(viewer, 'a')} GROUP BY actor ORDER BY count(*) DESC LIMIT ${each}`
    : [];
  return [...commits, ...people];
}
