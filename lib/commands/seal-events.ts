import { randomBytes } from 'node:crypto';
import { requireSystem } from '@/lib/access/require-system';
import { sealedColumns, sealedEvent } from '@/lib/access/sealed-columns';
import type { Viewer } from '@/lib/access/viewer';
import { countLeaves, loadTreeEdge, sealLock } from '@/lib/commands/load-tree-edge';
import { db, type Transaction } from '@/lib/db';
import { leafHash } from '@/lib/merkle/hash';
import { leafPayload } from '@/lib/merkle/leaf-payload';
import { keptLevel } from '@/lib/merkle/subtree';
import type { HashedSubtree } from '@/lib/merkle/tree-edge';

const saltBytes = 16;

/**
 * Gives up to `limit` committed events their leaves, in the order of their ids, and returns how many; 0 as well while another
 * worker does so. Leaves no audit event: the leaf is the record, and an event about it would want a leaf of its own.
 */
export async function sealEvents(viewer: Viewer, limit = 2000): Promise<number> {
  requireSystem(viewer);
  return db().$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ ours: boolean }[]>`SELECT pg_try_advisory_xact_lock(${sealLock}, 1) AS ours`;
    if (!lock?.ours) return 0;
    const waiting = await tx.$queryRaw<{ event: string }[]>`
      SELECT e.event FROM (SELECT event_id, at FROM audit_pending ORDER BY event_id LIMIT ${limit}) p
      CROSS JOIN LATERAL (SELECT ${sealedColumns} AS event FROM audit_event e WHERE e.id = p.event_id AND e.at = p.at OFFSET 0) e
      ORDER BY p.event_id`;
    if (waiting.length > 0)
      await addLeaves(
        tx,
        waiting.map(({ event }) => event),
      );
    return waiting.length;
  });
}

async function addLeaves(tx: Transaction, events: readonly string[]): Promise<void> {
  const size = await countLeaves(tx);
  const edge = await loadTreeEdge(tx, size);
  const salts = randomBytes(saltBytes * events.length).toString('hex');
  const nodes: HashedSubtree[] = [];
  const leaves = events.map((columns, i) => {
    const event = sealedEvent(columns);
    const payload = leafPayload(event, size + i, salts.slice(2 * saltBytes * i, 2 * saltBytes * (i + 1)));
    const hash = leafHash(payload);
    edge.append(hash, (subtree) => subtree.level >= keptLevel && nodes.push(subtree));
    return { id: event.id, at: event.at, payload, hash: hash.toString('hex') };
  });
  const ids = leaves.map(({ id }) => id);
  await tx.$executeRaw`
    INSERT INTO audit_leaf (leaf_index, event_id, at, payload, leaf_hash)
    SELECT ${size}::bigint + n - 1, event_id, at, payload, decode(hash, 'hex')
    FROM unnest(${ids}::bigint[], ${leaves.map(({ at }) => at)}::timestamptz[], ${leaves.map(({ payload }) => payload)}::text[],
      ${leaves.map(({ hash }) => hash)}::text[]) WITH ORDINALITY l (event_id, at, payload, hash, n)`;
  if (nodes.length > 0)
    await tx.$executeRaw`
      INSERT INTO audit_node (level, index, hash) SELECT level, index, decode(hash, 'hex')
      FROM unnest(${nodes.map(({ level }) => level)}::integer[], ${nodes.map(({ index }) => index)}::bigint[],
        ${nodes.map(({ hash }) => Buffer.from(hash).toString('hex'))}::text[]) n (level, index, hash)`;
  await tx.$executeRaw`DELETE FROM audit_pending WHERE event_id = ANY(${ids}::bigint[])`;
}
