import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';
import { coverageOf, validAt } from '@/lib/queries/as-of';
import { ListFilter } from '@/lib/queries/page';
import type { Located } from '@/lib/resources/place';
import { type SecurityGroupRule, securityGroup } from '@/lib/resources/security-group';

export const ResourceQuery = z.object({
  id: z.string().regex(/^\d{1,18}$/, 'is not the id of a resource'),
  asOf: ListFilter.shape.asOf,
});
export type ResourceQuery = z.infer<typeof ResourceQuery>;

/** A rule of a security group, exploded. */
export type GroupRule = SecurityGroupRule;

interface Snapshot extends Located {
  id: string;
  externalId: string;
  kind: string;
  name: string;
  system: string | null;
  status: string | null;
  encryption: string | null;
  scopeId: string;
  scopeKind: string;
  scopeKey: string;
  source: string;
  firstSeenAt: Date;
  /** Since when it is as it is */
  validFrom: Date;
  /** When it went; null while it is there as of the date */
  goneAt: Date | null;
  body: string;
}

export interface Related {
  id: string;
  kind: string;
  name: string;
  externalId: string;
  encryption: string | null;
  status: string | null;
  /** How it was joined; null for what shares a key */
  how: string | null;
}

/** One resource as it was at the date, or as it was last when it was gone by then. */
export async function getResource(viewer: Viewer, query: ResourceQuery) {
  const asOf = query.asOf ?? null;
  const at = asOf ?? new Date();
  return reading(viewer, 'fleet:read', async (tx) => {
    const [row] = await tx.$queryRaw<Snapshot[]>`
      SELECT s.resource_id::text AS id, r.external_id AS "externalId", s.kind, s.name, s.account, s.region, s.facility, s.environment, s.team,
        s.system, s.status, s.encryption, s.scope_id::text AS "scopeId", c.kind AS "scopeKind", c.key AS "scopeKey", o.name AS source,
        r.first_seen_at AS "firstSeenAt", s.valid_from AS "validFrom", CASE WHEN s.valid_to <= ${at}::timestamptz THEN s.valid_to END AS "goneAt", s.body
      FROM snapshot s JOIN resource r ON r.id = s.resource_id JOIN scope c ON c.id = s.scope_id JOIN source o ON o.id = c.source_id
      WHERE s.resource_id = ${query.id}::bigint AND s.valid_from <= ${at} AND ${withinReach(viewer, 's')}
      ORDER BY s.valid_from DESC LIMIT 1`;
    if (!row)
      throw new AppError('not-found', 'There is no such resource within your reach at that time', { id: query.id });
    const { body, ...resource } = row;
    const related = await tx.$queryRaw<Related[]>`
      SELECT r.id::text, s.kind, s.name, r.external_id AS "externalId", s.encryption, s.status, l.how
      FROM host_link l JOIN resource r ON r.id IN (l.host_id, l.resource_id) AND r.id <> ${query.id}::bigint
      JOIN LATERAL (SELECT kind, name, encryption, status FROM snapshot s WHERE resource_id = r.id AND valid_from <= ${at} AND ${withinReach(viewer, 's')}
        ORDER BY valid_from DESC LIMIT 1) s ON true
      WHERE (l.host_id = ${query.id}::bigint OR l.resource_id = ${query.id}::bigint) AND l.valid_from <= ${at} AND l.valid_to > ${at}
      ORDER BY s.kind, s.name`;
    const fields = JSON.parse(body) as Record<string, unknown>;
    const keys = keysOf(fields);
    const near = await tx.$queryRaw<Related[]>`
      SELECT r.id::text, s.kind, s.name, r.external_id AS "externalId", s.encryption, s.status, NULL AS how
      FROM resource r JOIN snapshot s ON s.resource_id = r.id AND s.valid_from <= ${at} AND s.valid_to > ${at}
      WHERE r.external_id = ANY(${keys}::text[]) AND r.id <> ${query.id}::bigint AND ${withinReach(viewer, 's')}
      UNION
      SELECT s.resource_id::text, s.kind, s.name, r.external_id, s.encryption, s.status, NULL
      FROM snapshot s JOIN resource r ON r.id = s.resource_id
      WHERE s.links @> ARRAY[${resource.externalId}] AND ${validAt(asOf, 's')} AND s.kind <> 'cm.node' AND s.resource_id <> ${query.id}::bigint
        AND ${withinReach(viewer, 's')}
      ORDER BY kind, name LIMIT 100`;
    const known = new Set(related.map((it) => it.id));
    const { coverage, observedAt } = await coverageOf(tx, asOf, [
      ...new Set([resource.scopeKind === 'host' ? 'aws.ec2.instance' : resource.scopeKind]),
    ]);
    const rules = resource.kind === securityGroup.id ? securityGroup.fields.parse(fields).rules : null;
    return {
      ...resource,
      fields,
      rules,
      related: [...related, ...near.filter((it) => !known.has(it.id))],
      asOf,
      observedAt,
      coverage,
    };
  });
}

/** Ids of other resources that the fields name. */
function keysOf(fields: Record<string, unknown>): string[] {
  const named = ['instanceId', 'loadBalancerArn', 'volumeIds', 'securityGroupIds'].flatMap((key) =>
    [fields[key] ?? []].flat(),
  );
  const attached = [fields.attachments ?? []].flat().map((it) => (it as { instanceId?: string }).instanceId);
  return [...named, ...attached].filter((key): key is string => typeof key === 'string');
}
