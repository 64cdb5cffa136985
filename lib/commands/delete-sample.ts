import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { recordHosts } from '@/lib/commands/record-hosts';
import type { Transaction } from '@/lib/db';

export interface DeletedSample {
  resources: number;
  hosts: number;
  runs: number;
}

/**
 * Deletes everything that came from these sources, and what was made of it; audit events stay. A host that other
 * sources speak of too is theirs from now on. One transaction: what another estate holds is never seen half changed.
 */
export async function deleteSample(viewer: Viewer, sourceIds: readonly string[], at: Date): Promise<DeletedSample> {
  const ids = [...sourceIds];
  return writing(viewer, 'sources:write', async (tx, record) => {
    await gather(tx, ids);
    const others = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT l.resource_id::text AS id FROM host_link l JOIN sample_shared h ON h.id = l.host_id
      WHERE l.valid_to = 'infinity' AND l.resource_id NOT IN (SELECT id FROM sample_resource)`;
    const runs = await deleteRuns(tx, ids);
    await deleteJudgements(tx, ids);
    const { hosts, resources } = await deleteResources(tx);
    await deleteScopes(tx, ids);
    await recordHosts(
      tx,
      others.map(({ id }) => id),
      at,
    );
    const result = { resources, hosts, runs };
    await record({
      action: 'sample.removed',
      objectKind: 'source',
      objectId: ids[0] ?? null,
      object: 'Sample estate',
      before: { ...result },
    });
    return result;
  });
}

/** What is to go, by id: resources of the sources, hosts that they alone made, and hosts shared with other sources. */
async function gather(tx: Transaction, ids: string[]): Promise<void> {
  await tx.$executeRaw`CREATE TEMPORARY TABLE sample_resource ON COMMIT DROP AS
    SELECT r.id FROM resource r JOIN scope c ON c.id = r.scope_id WHERE c.source_id = ANY(${ids}::bigint[])`;
  await tx.$executeRaw`CREATE TEMPORARY TABLE sample_shared ON COMMIT DROP AS
    SELECT DISTINCT host_id AS id FROM host_link l WHERE resource_id IN (SELECT id FROM sample_resource)
      AND EXISTS (SELECT FROM host_link o WHERE o.host_id = l.host_id AND o.resource_id NOT IN (SELECT id FROM sample_resource))`;
  await tx.$executeRaw`CREATE TEMPORARY TABLE sample_host ON COMMIT DROP AS
    SELECT DISTINCT host_id AS id FROM host_link WHERE resource_id IN (SELECT id FROM sample_resource)
      AND host_id NOT IN (SELECT id FROM sample_shared)`;
  await tx.$executeRaw`ANALYZE sample_resource`;
}

async function deleteRuns(tx: Transaction, ids: string[]): Promise<number> {
  await tx.$executeRaw`DELETE FROM run_event e USING run r
    WHERE r.source_id = ANY(${ids}::bigint[]) AND e.run_id = r.id AND e.run_started_at = r.started_at`;
  await tx.$executeRaw`DELETE FROM host_state WHERE host_id IN (SELECT id FROM sample_host)`;
  await tx.$executeRaw`DELETE FROM host_interval WHERE host_id IN (SELECT id FROM sample_host)`;
  return tx.$executeRaw`DELETE FROM run WHERE source_id = ANY(${ids}::bigint[])`;
}

async function deleteJudgements(tx: Transaction, ids: string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM drift WHERE resource_id IN (SELECT id FROM sample_resource)
    OR resource_id IS NULL AND declaration_key IN (SELECT key FROM declaration WHERE source_id = ANY(${ids}::bigint[]))`;
  await tx.$executeRaw`DELETE FROM finding WHERE resource_id IN (SELECT id FROM sample_resource UNION ALL SELECT id FROM sample_host)`;
  await tx.$executeRaw`DELETE FROM declaration WHERE source_id = ANY(${ids}::bigint[])`;
  await tx.$executeRaw`DELETE FROM activity WHERE scope_id IN (SELECT id FROM scope WHERE source_id = ANY(${ids}::bigint[]))`;
}

async function deleteResources(tx: Transaction): Promise<{ hosts: number; resources: number }> {
  await tx.$executeRaw`DELETE FROM host_link WHERE resource_id IN (SELECT id FROM sample_resource) OR host_id IN (SELECT id FROM sample_host)`;
  await tx.$executeRaw`DELETE FROM snapshot WHERE resource_id IN (SELECT id FROM sample_resource UNION ALL SELECT id FROM sample_host)`;
  const hosts = await tx.$executeRaw`DELETE FROM resource WHERE id IN (SELECT id FROM sample_host)`;
  const resources = await tx.$executeRaw`DELETE FROM resource WHERE id IN (SELECT id FROM sample_resource)`;
  return { hosts, resources };
}

async function deleteScopes(tx: Transaction, ids: string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM unreadable WHERE scope_id IN (SELECT id FROM scope WHERE source_id = ANY(${ids}::bigint[]))`;
  await tx.$executeRaw`DELETE FROM scan WHERE scope_id IN (SELECT id FROM scope WHERE source_id = ANY(${ids}::bigint[]))`;
  await tx.$executeRaw`DELETE FROM scope WHERE source_id = ANY(${ids}::bigint[])`;
  await tx.$executeRaw`DELETE FROM collection WHERE source_id = ANY(${ids}::bigint[])`;
  await tx.$executeRaw`DELETE FROM delivery WHERE source_id = ANY(${ids}::bigint[])`;
  await tx.$executeRaw`DELETE FROM source WHERE id = ANY(${ids}::bigint[])`;
  // The join of hosts is made again when there is something to join
  await tx.$executeRaw`DELETE FROM scope c USING source o WHERE o.id = c.source_id AND o.provider = 'join'
    AND NOT EXISTS (SELECT FROM resource r WHERE r.scope_id = c.id) AND NOT EXISTS (SELECT FROM scan s WHERE s.scope_id = c.id)`;
  await tx.$executeRaw`DELETE FROM source o WHERE provider = 'join' AND NOT EXISTS (SELECT FROM scope c WHERE c.source_id = o.id)`;
  await tx.$executeRaw`DELETE FROM day_count`;
}
