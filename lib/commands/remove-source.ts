import { requireEverything } from '@/lib/access/reach';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { recordHosts } from '@/lib/commands/record-hosts';
import { closeSnapshots } from '@/lib/commands/write-snapshots';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

/** Ends a source: from now on nothing is observed of what it told, while its past stays as it was. */
export async function removeSource(viewer: Viewer, { id }: { id: string }): Promise<void> {
  await writing(viewer, 'sources:write', async (tx, record) => {
    requireEverything(viewer);
    const [source] = await tx.$queryRaw<{ name: string; provider: string; sample: boolean; at: Date }[]>`
      SELECT name, provider, sample, clock_timestamp()::timestamptz(3) AS at FROM source
      WHERE id = ${id}::bigint AND removed_at IS NULL FOR UPDATE`;
    if (!source) throw new AppError('not-found', `There is no source ${id}`);
    if (source.sample) throw new AppError('invalid', 'This belongs to the sample estate: remove the sample as a whole');
    const [open] = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM collection WHERE source_id = ${id}::bigint AND finished_at IS NULL AND started_at IS NOT NULL`;
    if (open) throw new AppError('conflict', `${source.name} is being collected: wait until that has ended`);
    const ended = await endWhatItTold(tx, id, source.at);
    await tx.$executeRaw`DELETE FROM collection WHERE source_id = ${id}::bigint AND started_at IS NULL`;
    await tx.$executeRaw`UPDATE scope SET removed_at = ${source.at}::timestamptz WHERE source_id = ${id}::bigint`;
    await tx.$executeRaw`UPDATE source SET removed_at = ${source.at}::timestamptz WHERE id = ${id}::bigint`;
    const before = { provider: source.provider, resources: ended };
    await record({ action: 'source.removed', objectKind: 'source', objectId: id, object: source.name, before });
  });
}

async function endWhatItTold(tx: Transaction, sourceId: string, at: Date): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT s.resource_id::text AS id FROM snapshot s JOIN scope c ON c.id = s.scope_id
    WHERE c.source_id = ${sourceId}::bigint AND s.valid_to = 'infinity'`;
  const ids = rows.map((row) => row.id);
  await closeSnapshots(tx, ids, at);
  await tx.$executeRaw`UPDATE finding SET valid_to = greatest(${at}::timestamptz, valid_from + interval '1 millisecond')
    WHERE resource_id = ANY(${ids}::bigint[]) AND valid_to = 'infinity'`;
  await tx.$executeRaw`UPDATE drift SET valid_to = greatest(${at}::timestamptz, valid_from + interval '1 millisecond')
    WHERE valid_to = 'infinity' AND (resource_id = ANY(${ids}::bigint[]) OR declaration_key IN (
      SELECT key FROM declaration WHERE source_id = ${sourceId}::bigint AND valid_to = 'infinity'))`;
  await tx.$executeRaw`UPDATE declaration SET valid_to = greatest(${at}::timestamptz, valid_from + interval '1 millisecond')
    WHERE source_id = ${sourceId}::bigint AND valid_to = 'infinity'`;
  await recordHosts(tx, ids, at);
  return ids.length;
}
