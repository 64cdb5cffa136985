import type { SnapshotRow } from '@/lib/commands/snapshot-row';
import type { Transaction } from '@/lib/db';

/** How a population differs from what the scope held before. `id` is null for what is new. */
export interface Difference {
  externalId: string;
  id: string | null;
  change: 'added' | 'changed' | 'gone';
}

/**
 * Compares the digests of a whole population with the current snapshots of its scope, in one statement: only what
 * differs comes back. What the scope holds and the population lacks is `gone`; the caller decides whether to believe it.
 */
export async function compareSnapshots(
  tx: Transaction,
  scopeId: string,
  rows: readonly SnapshotRow[],
): Promise<Difference[]> {
  const ids = rows.map((row) => row.externalId);
  const digests = rows.map((row) => row.digest);
  return tx.$queryRaw<Difference[]>`
    WITH population AS (SELECT * FROM unnest(${ids}::text[], ${digests}::text[]) AS p (external_id, digest)),
    held AS (SELECT r.id, r.external_id, encode(s.digest, 'hex') AS digest
      FROM snapshot s JOIN resource r ON r.id = s.resource_id
      WHERE s.scope_id = ${scopeId}::bigint AND s.valid_to = 'infinity')
    SELECT coalesce(p.external_id, h.external_id) AS "externalId", h.id::text AS id,
      CASE WHEN h.id IS NULL THEN 'added' WHEN p.external_id IS NULL THEN 'gone' ELSE 'changed' END AS change
    FROM population p FULL JOIN held h ON h.external_id = p.external_id
    WHERE p.digest IS DISTINCT FROM h.digest`;
}

/**
 * Writes new and changed snapshots of one scope, valid from `at`: closes what they replace, makes resources that are
 * new. Three statements, whatever the number. Returns the resource id of each external id.
 */
export async function writeSnapshots(
  tx: Transaction,
  scopeId: string,
  kind: string,
  rows: readonly SnapshotRow[],
  at: Date,
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map((row) => row.externalId);
  const written = await tx.$queryRaw<{ id: string; externalId: string }[]>`
    WITH made AS (INSERT INTO resource (scope_id, kind, external_id, first_seen_at)
      SELECT ${scopeId}::bigint, ${kind}, unnest(${ids}::text[]), ${at}::timestamptz
      ON CONFLICT (scope_id, external_id) DO NOTHING RETURNING id, external_id)
    SELECT id::text, external_id AS "externalId" FROM made
    UNION ALL SELECT id::text, external_id FROM resource WHERE scope_id = ${scopeId}::bigint AND external_id = ANY(${ids}::text[])`;
  const idOf = new Map(written.map((row) => [row.externalId, row.id]));
  await closeSnapshots(tx, [...idOf.values()], at);
  const values = rows.map((row) => ({ ...row, resourceId: idOf.get(row.externalId) }));
  await tx.$executeRaw`
    INSERT INTO snapshot (resource_id, valid_from, scope_id, kind, digest, name, account, region, facility, environment, team,
      system, status, encryption, links, search, body)
    SELECT "resourceId", ${at}::timestamptz, ${scopeId}::bigint, ${kind}, decode(digest, 'hex'), name, account, region, facility,
      environment, team, system, status, encryption, links, search, body
    FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS v ("resourceId" bigint, digest text, name text, account text,
      region text, facility text, environment text, team text, system text, status text, encryption text, links text[],
      search text, body text)`;
  return idOf;
}

/** Ends the current snapshots of these resources. One that began at the same moment is replaced, having never been valid. */
export async function closeSnapshots(tx: Transaction, resourceIds: readonly string[], at: Date): Promise<void> {
  const ids = [...resourceIds];
  await tx.$executeRaw`DELETE FROM snapshot
    WHERE resource_id = ANY(${ids}::bigint[]) AND valid_to = 'infinity' AND valid_from >= ${at}::timestamptz`;
  await tx.$executeRaw`UPDATE snapshot SET valid_to = ${at}::timestamptz
    WHERE resource_id = ANY(${ids}::bigint[]) AND valid_to = 'infinity'`;
}
