import { z } from 'zod';
import { sealedColumns, sealedEvent } from '@/lib/access/sealed-columns';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma, type Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { leafHash } from '@/lib/merkle/hash';
import { inclusionRanges, rootOfInclusion } from '@/lib/merkle/inclusion';
import { leafPayload, saltOf } from '@/lib/merkle/leaf-payload';
import { openNote, parseNoteKey, signersOf } from '@/lib/merkle/signed-note';
import { type CheckpointRow, checkpointColumns } from '@/lib/queries/list-checkpoints';
import { ListFilter } from '@/lib/queries/page';
import { hashesOfRanges } from '@/lib/queries/tree-hashes';

const number = z.string().regex(/^\d{1,15}$/);
export const AuditProofQuery = z.object({
  event: number.describe('Number of the event'),
  checkpoint: number.optional().describe('Number of a checkpoint that holds it; none: the latest'),
  asOf: ListFilter.shape.asOf,
});
export type AuditProofQuery = z.infer<typeof AuditProofQuery>;

interface Found {
  leafIndex: number;
  payload: string;
  hash: Uint8Array;
  /** The row as it is now; null when it is gone */
  event: string | null;
}

/**
 * The proof that an event is in the log: the bytes of its leaf, the hashes from there to the root, and the checkpoint that signs
 * the root. `checks` says what came out when it was recomputed. AppError `not-found` while no checkpoint holds the event.
 */
export async function auditProof(viewer: Viewer, query: AuditProofQuery) {
  return reading(viewer, 'audit:read', async (tx) => {
    const [found] = await tx.$queryRaw<Found[]>`
      SELECT l.leaf_index::float8 AS "leafIndex", l.payload, l.leaf_hash AS hash, CASE WHEN e.id IS NOT NULL THEN ${sealedColumns} END AS event
      FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id WHERE l.event_id = ${query.event}::bigint`;
    const checkpoint = found ? await checkpointOf(tx, query, found.leafIndex) : undefined;
    if (!found || !checkpoint)
      throw new AppError('not-found', 'No checkpoint holds this event: a new event is in one within a minute', {
        event: query.event,
      });
    const { leafIndex, payload, hash } = found;
    const proof = await hashesOfRanges(tx, inclusionRanges(leafIndex, checkpoint.size));
    const signed = await signerOf(tx, checkpoint.note);
    const root = rootOfInclusion({ leafHash: leafHash(payload), index: leafIndex, size: checkpoint.size, proof });
    return {
      event: query.event,
      payload,
      leafIndex,
      leafHash: Buffer.from(hash).toString('base64'),
      proof: proof.map((one) => Buffer.from(one).toString('base64')),
      checkpoint: checkpoint.note,
      publicKey: signed ?? null,
      /** The checkpoint in columns */
      sealed: { ...checkpoint, note: undefined },
      checks: {
        /** The event's row says what the leaf says */
        row: found.event !== null && leafPayload(sealedEvent(found.event), leafIndex, saltOf(payload)) === payload,
        /** The leaf hash is that of the payload */
        leaf: Buffer.compare(leafHash(payload), hash) === 0,
        /** The proof leads to the root of the checkpoint */
        root: root !== null && Buffer.from(root).toString('base64') === checkpoint.root,
        /** A key of the log signed the checkpoint */
        signature: signed !== null,
      },
    };
  });
}

export type AuditProof = Awaited<ReturnType<typeof auditProof>>;

/** The checkpoint that was asked for, if it holds the leaf; else the latest that does. */
async function checkpointOf(tx: Transaction, query: AuditProofQuery, leafIndex: number) {
  const named = query.checkpoint ? Prisma.sql`c.id = ${query.checkpoint}::bigint` : Prisma.sql`TRUE`;
  const by = query.asOf ? Prisma.sql`c.at <= ${query.asOf}` : Prisma.sql`TRUE`;
  const [row] = await tx.$queryRaw<CheckpointRow[]>`
    SELECT ${checkpointColumns} FROM audit_checkpoint c WHERE ${named} AND ${by} AND c.size > ${leafIndex} ORDER BY c.id DESC LIMIT 1`;
  return row;
}

/** The public key that signed a note; null when none of the log did, or one did wrongly. */
export async function signerOf(tx: Transaction, note: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ text: string }[]>`SELECT public_key AS text FROM audit_key ORDER BY made_at, id`;
  const opened = openNote(note);
  const keys = rows.flatMap(({ text }) => parseNoteKey(text) ?? []);
  return (opened && signersOf(opened, keys)?.[0]?.text) ?? null;
}
