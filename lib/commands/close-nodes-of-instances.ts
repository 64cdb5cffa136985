import { closeSnapshots } from '@/lib/commands/write-snapshots';
import type { Transaction } from '@/lib/db';

/**
 * Ends the nodes whose own facts name an instance that is gone: the machine went, and silence is explained. Returns
 * their ids. A node that reports again is there again.
 */
export async function closeNodesOfInstances(
  tx: Transaction,
  instances: readonly string[],
  at: Date,
): Promise<string[]> {
  if (instances.length === 0) return [];
  const nodes = await tx.$queryRaw<{ id: string }[]>`
    SELECT resource_id::text AS id FROM snapshot WHERE kind = 'cm.node' AND valid_to = 'infinity' AND valid_from < ${at}::timestamptz
      AND links && (SELECT array_agg(external_id) FROM resource WHERE id = ANY(${[...instances]}::bigint[]))`;
  const ids = nodes.map(({ id }) => id);
  await closeSnapshots(tx, ids, at);
  return ids;
}
