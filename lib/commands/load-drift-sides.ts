import type { z } from 'zod';
import type { Transaction } from '@/lib/db';
import { DeclaredGroup } from '@/lib/resources/declared-group';
import { securityGroup } from '@/lib/resources/security-group';

const kind = securityGroup.id;

/** A declaration as it was from–to; `to` null is now. */
export interface Declaration {
  key: string;
  name: string;
  account: string | null;
  region: string | null;
  network: string | null;
  /** Sample code is compared with the sample estate alone */
  sample: boolean;
  committedAt: Date;
  from: Date;
  to: Date | null;
  group: DeclaredGroup;
}

/** A security group as it was observed from–to; `to` null is now. */
export interface Observation {
  id: string;
  scopeId: string;
  name: string;
  account: string | null;
  region: string | null;
  sample: boolean;
  facility: string | null;
  environment: string | null;
  team: string | null;
  from: Date;
  to: Date | null;
  group: z.infer<typeof securityGroup.fields>;
}

/** A drift that is open. */
export interface OpenDrift {
  id: string;
  series: string;
  resourceId: string | null;
  declarationKey: string | null;
  openedAt: Date;
  digest: string;
}

/** Whether the last look at a scope of security groups was complete, and is still fresh. */
export interface GroupScope {
  id: string;
  account: string | null;
  region: string | null;
  sample: boolean;
  settled: boolean;
}

/**
 * Names of the groups that may differ otherwise than before: those that changed on either side, those whose rules refer
 * to a changed one by name, and those that are declared and were in no cloud. Without ids and keys: all that are declared.
 */
export async function affectedNames(
  tx: Transaction,
  groupIds: readonly string[] | undefined,
  keys: readonly string[] | undefined,
): Promise<string[]> {
  const all = groupIds === undefined && keys === undefined;
  const rows = await tx.$queryRaw<{ name: string }[]>`
    WITH touched AS (SELECT name FROM snapshot WHERE resource_id = ANY(${[...(groupIds ?? [])]}::bigint[])
      UNION SELECT external_id FROM resource WHERE id = ANY(${[...(groupIds ?? [])]}::bigint[])),
    declared AS (SELECT name, body FROM declaration WHERE kind = ${kind} AND valid_to = 'infinity')
    SELECT name FROM touched
    UNION SELECT name FROM declaration WHERE kind = ${kind} AND key = ANY(${[...(keys ?? [])]}::text[])
    UNION SELECT name FROM declared WHERE ${all} OR EXISTS (SELECT FROM touched t
      WHERE strpos(declared.body, '"peer":' || to_json(t.name)::text) > 0)
    UNION SELECT name FROM declared WHERE NOT EXISTS (SELECT FROM snapshot s
      WHERE s.kind = ${kind} AND s.valid_to = 'infinity' AND s.name = declared.name)
    UNION SELECT name FROM drift WHERE kind = ${kind} AND valid_to = 'infinity' AND ${all}`;
  return rows.map(({ name }) => name);
}

/** Declarations of these names, oldest first, those of the past included. */
export async function loadDeclarations(tx: Transaction, names: readonly string[]): Promise<Declaration[]> {
  const rows = await tx.$queryRaw<(Omit<Declaration, 'group'> & { body: string })[]>`
    SELECT d.key, d.name, d.account, d.region, d.network, o.sample, d.committed_at AS "committedAt", d.valid_from AS "from",
      nullif(d.valid_to, 'infinity') AS "to", d.body
    FROM declaration d JOIN source o ON o.id = d.source_id
    WHERE d.kind = ${kind} AND d.name = ANY(${[...names]}::text[]) ORDER BY d.valid_from, d.id`;
  return rows.map(({ body, ...row }) => ({ ...row, group: DeclaredGroup.parse(JSON.parse(body)) }));
}

/** Security groups of these names or ids, oldest first, those of the past included. */
export async function loadObservations(tx: Transaction, names: readonly string[]): Promise<Observation[]> {
  const rows = await tx.$queryRaw<(Omit<Observation, 'group'> & { body: string })[]>`
    WITH meant AS (SELECT DISTINCT resource_id AS id FROM snapshot WHERE kind = ${kind} AND name = ANY(${[...names]}::text[])
      UNION SELECT id FROM resource WHERE kind = ${kind} AND external_id = ANY(${[...names]}::text[]))
    SELECT s.resource_id::text AS id, s.scope_id::text AS "scopeId", s.name, s.account, s.region, o.sample, s.facility, s.environment,
      s.team, s.valid_from AS "from", nullif(s.valid_to, 'infinity') AS "to", s.body
    FROM meant m JOIN snapshot s ON s.resource_id = m.id JOIN scope c ON c.id = s.scope_id JOIN source o ON o.id = c.source_id
    ORDER BY s.valid_from`;
  return rows.map(({ body, ...row }) => ({ ...row, group: securityGroup.fields.parse(JSON.parse(body)) }));
}

export async function loadOpenDrift(tx: Transaction, names: readonly string[]): Promise<OpenDrift[]> {
  return tx.$queryRaw<OpenDrift[]>`
    SELECT id::text, series::text, resource_id::text AS "resourceId", declaration_key AS "declarationKey", opened_at AS "openedAt",
      encode(digest, 'hex') AS digest
    FROM drift WHERE kind = ${kind} AND valid_to = 'infinity' AND name = ANY(${[...names]}::text[])`;
}

/** The scopes of security groups, and whether each was looked at completely and of late, seen from `at`. */
export async function loadGroupScopes(tx: Transaction, at: Date): Promise<GroupScope[]> {
  return tx.$queryRaw<GroupScope[]>`
    SELECT c.id::text, c.account, c.region, o.sample,
      coalesce(last.outcome = 'complete' AND last.finished_at >= ${at}::timestamptz - make_interval(secs => c.freshness_seconds), false) AS settled
    FROM scope c JOIN source o ON o.id = c.source_id
    LEFT JOIN LATERAL (SELECT outcome, finished_at FROM scan WHERE scope_id = c.id ORDER BY finished_at DESC LIMIT 1) last ON true
    WHERE c.kind = ${kind} AND c.removed_at IS NULL AND o.removed_at IS NULL`;
}

/** Names and ids of groups that rules may refer to, in whatever network. */
export async function loadNeighbours(tx: Transaction, names: readonly string[]) {
  return tx.$queryRaw<{ name: string; id: string; account: string | null; region: string | null; links: string[] }[]>`
    SELECT s.name, r.external_id AS id, s.account, s.region, s.links FROM snapshot s JOIN resource r ON r.id = s.resource_id
    WHERE s.kind = ${kind} AND s.valid_to = 'infinity' AND (s.name = ANY(${[...names]}::text[]) OR r.external_id = ANY(${[...names]}::text[]))`;
}
