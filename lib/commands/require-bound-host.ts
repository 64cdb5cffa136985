import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

interface Binding {
  /** Name of the machine that the token belongs to */
  host: string;
  /** The host itself; null until its first report made it */
  hostId: string | null;
}

/** What a delivery was joined to, before anything else of it is written. */
interface Joined {
  /** Names in the inventory */
  names: readonly string[];
  nodeIds: readonly string[];
  hostIds: readonly string[];
  receivedAt: Date;
}

/**
 * A token that belongs to one machine records that machine alone, whatever a report says of its instance id, addresses and
 * name: it may neither be joined to another host nor move what belongs to one. AppError `forbidden`, and the transaction
 * must not commit. Tokens of no machine pass.
 */
export async function requireBoundHost(tx: Transaction, viewer: Viewer, joined: Joined): Promise<void> {
  const binding = await bindingOf(tx, viewer);
  if (binding === null) return;
  const [hostId, another] = joined.hostIds;
  const isNew = binding.hostId === null;
  const right = isNew ? joined.names.every((name) => name === binding.host) : hostId === binding.hostId;
  if (!hostId || another || !right) throw notOf(binding);
  if (isNew && (await hasOthers(tx, hostId, joined.nodeIds))) throw notOf(binding);
  if (await movedOthers(tx, hostId, joined)) throw notOf(binding);
  if (isNew)
    await tx.$executeRaw`UPDATE token SET host_id = ${hostId}::bigint WHERE id = ${viewer.id}::bigint AND host_id IS NULL`;
}

/** Whose the token is; null for one of no machine, and for whatever is no token. */
export async function bindingOf(tx: Pick<Transaction, '$queryRaw'>, viewer: Viewer): Promise<Binding | null> {
  if (viewer.kind !== 'token') return null;
  const [row] = await tx.$queryRaw<Binding[]>`
    SELECT host, host_id::text AS "hostId" FROM token WHERE id = ${viewer.id}::bigint AND host IS NOT NULL`;
  return row ?? null;
}

function notOf({ host }: Binding): AppError {
  const words = `This token belongs to ${host}: by its name, instance id or addresses, the report is of another machine`;
  return new AppError('forbidden', words, { host });
}

/** A machine that a cloud or another source knows is named by an administrator, not by the first who claims to be it. */
async function hasOthers(tx: Transaction, hostId: string, nodeIds: readonly string[]): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`SELECT 1 FROM host_link
    WHERE host_id = ${hostId}::bigint AND valid_to = 'infinity' AND resource_id <> ALL(${[...nodeIds]}::bigint[])`;
  return found.length > 0;
}

/** Whether this transaction joined anything to another host, or took anything from one. Only a changed node can. */
async function movedOthers(tx: Transaction, hostId: string, { nodeIds, receivedAt }: Joined): Promise<boolean> {
  const changed = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM snapshot WHERE resource_id = ANY(${[...nodeIds]}::bigint[])
    AND valid_to = 'infinity' AND valid_from >= ${receivedAt}::timestamptz LIMIT 1`;
  if (changed.length === 0) return false;
  const moved = await tx.$queryRaw<unknown[]>`SELECT 1 FROM host_link
    WHERE xmin = pg_current_xact_id()::xid AND host_id <> ${hostId}::bigint LIMIT 1`;
  return moved.length > 0;
}
