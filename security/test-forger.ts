import type { KeyObject } from 'node:crypto';
import { sealedColumns, sealedEvent } from '@/lib/access/sealed-columns';
import { Prisma, type Transaction } from '@/lib/db';
import { checkpointText } from '@/lib/merkle/checkpoint';
import { leafHash } from '@/lib/merkle/hash';
import { leafPayload, saltOf } from '@/lib/merkle/leaf-payload';
import { signNote } from '@/lib/merkle/signed-note';
import { keptLevel } from '@/lib/merkle/subtree';
import { TreeEdge } from '@/lib/merkle/tree-edge';

/** What a superuser can do to the log, inside a transaction of the test whose triggers are off. */
export class Forger {
  constructor(
    private readonly tx: Transaction,
    readonly origin: string,
    private readonly key: KeyObject,
  ) {}

  run(sql: Prisma.Sql): Promise<number> {
    return this.tx.$executeRaw(sql);
  }

  /** Writes a leaf as it should be for its event and its place. */
  async reseal(index: number): Promise<void> {
    const [row] = await this.tx.$queryRaw<{ event: string; payload: string }[]>`
      SELECT ${sealedColumns} AS event, l.payload FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id WHERE l.leaf_index = ${index}`;
    if (!row) throw new Error(`There is no leaf ${index}`);
    const payload = leafPayload(sealedEvent(row.event), index, saltOf(row.payload) || '0'.repeat(32));
    await this.run(
      Prisma.sql`UPDATE audit_leaf SET payload = ${payload}, leaf_hash = ${leafHash(payload)} WHERE leaf_index = ${index}`,
    );
  }

  /** Moves every leaf from `index` on by one, up or down, and leaves what they say as it was. */
  async shift(index: number, by: 1 | -1): Promise<void> {
    await this.run(Prisma.sql`UPDATE audit_leaf SET leaf_index = -1 - leaf_index WHERE leaf_index >= ${index}`);
    await this.run(Prisma.sql`UPDATE audit_leaf SET leaf_index = -1 - leaf_index + ${by} WHERE leaf_index < 0`);
  }

  /** Adds an event past the queue; its id. */
  async addEvent(at: Date | null = null): Promise<string> {
    const [row] = await this.tx.$queryRaw<{ id: string }[]>`
      INSERT INTO audit_event (at, actor_kind, actor, action, outcome, object_kind, request_id)
      VALUES (coalesce(${at}::timestamptz, clock_timestamp()), 'person', 'Nobody', 'role.changed', 'done', 'user', 'forged') RETURNING id::text`;
    return row?.id ?? '';
  }

  /** Puts a sealed event in at a place that is free. */
  async addLeaf(index: number, eventId: string): Promise<void> {
    await this.run(
      Prisma.sql`INSERT INTO audit_leaf (leaf_index, event_id, at, payload, leaf_hash)
        SELECT ${index}, id, at, '', '' FROM audit_event WHERE id = ${eventId}::bigint`,
    );
    await this.reseal(index);
  }

  /** Adds events and their leaves at the end, as the worker would. */
  async goOn(from: number, to: number): Promise<void> {
    const rows = await this.tx.$queryRaw<{ event: string }[]>`
      WITH e AS (INSERT INTO audit_event (actor_kind, actor, action, outcome, object_kind, request_id)
        SELECT 'person', 'Nobody', 'role.changed', 'done', 'user', 'forged' FROM generate_series(${from}::int, ${to}::int) RETURNING *)
      SELECT ${sealedColumns} AS event FROM e`;
    const leaves = rows.map(({ event }, i) => {
      const payload = leafPayload(sealedEvent(event), from + i, '0'.repeat(32));
      const { id, at } = sealedEvent(event);
      return { index: from + i, id, at, payload, hash: leafHash(payload).toString('hex') };
    });
    await this.run(Prisma.sql`INSERT INTO audit_leaf (leaf_index, event_id, at, payload, leaf_hash)
      SELECT index, id, at, payload, decode(hash, 'hex') FROM jsonb_to_recordset(${JSON.stringify(leaves)}::jsonb)
        AS l (index bigint, id bigint, at timestamptz, payload text, hash text)`);
  }

  /** Takes away the last leaves, with their events, kept hashes and checkpoints. */
  async dropTail(size: number): Promise<void> {
    await this.run(
      Prisma.sql`DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE leaf_index >= ${size})`,
    );
    await this.run(Prisma.sql`DELETE FROM audit_leaf WHERE leaf_index >= ${size}`);
    await this.run(Prisma.sql`DELETE FROM audit_checkpoint WHERE size > ${size}`);
    await this.run(Prisma.sql`DELETE FROM audit_node WHERE (index + 1) * 2 ^ level > ${size}`);
  }

  /** Derives the kept hashes and every checkpoint anew from the leaves as they are now, and signs with the true key. */
  async resign(): Promise<void> {
    const leaves = await this.tx.$queryRaw<{ hash: Uint8Array }[]>`
      SELECT leaf_hash AS hash FROM audit_leaf ORDER BY leaf_index`;
    const checkpoints = await this.tx.$queryRaw<{ id: number; at: Date; size: number }[]>`
      SELECT id::int, at, size::int FROM audit_checkpoint ORDER BY id`;
    const edge = new TreeEdge();
    const nodes: { level: number; index: number; hash: Uint8Array }[] = [];
    for (let size = 0; size <= leaves.length; size += 1) {
      for (const { id, at } of checkpoints.filter((one) => Math.min(one.size, leaves.length) === size)) {
        const text = checkpointText({ origin: this.origin, size, root: edge.root(), at, nextKey: null });
        await this.run(
          Prisma.sql`UPDATE audit_checkpoint SET size = ${size}, root = ${edge.root()}, note = ${signNote(text, this.origin, [this.key])} WHERE id = ${id}`,
        );
      }
      const leaf = leaves[size];
      if (leaf) edge.append(leaf.hash, (node) => node.level >= keptLevel && nodes.push(node));
    }
    await this.run(Prisma.sql`DELETE FROM audit_node`);
    for (const { level, index, hash } of nodes)
      await this.run(Prisma.sql`INSERT INTO audit_node (level, index, hash) VALUES (${level}, ${index}, ${hash})`);
  }
}
