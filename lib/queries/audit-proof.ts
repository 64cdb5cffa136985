import { z } from 'zod';
import { recordView } from '@/lib/access/reading-evidence';
import { sealedColumns, sealedEvent } from '@/lib/access/sealed-columns';
import { readingOnce } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma, type Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { leafHash } from '@/lib/merkle/hash';
import { inclusionRanges, rootOfInclusion } from '@/lib/merkle/inclusion';
import { leafPayload, saltOf } from '@/lib/merkle/leaf-payload';
import { openNote, parseNoteKey, signersOf } from '@/lib/merkle/signed-note';
import { inPeriod } from '@/lib/queries/audit-filter';
import { type CheckpointRow, checkpointColumns } from '@/lib/queries/list-checkpoints';
import { ListFilter } from '@/lib/queries/page';
import { hashesFrom, pathHashes, storedHashes } from '@/lib/queries/tree-hashes';

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
  publicKeys: string[] | null;
  /** The hashes that its way to the root may need */
  path: [number, number, string][];
}

/**
 * The proof that an event is in the log: the bytes of its leaf, the hashes from there to the root, and the checkpoint that signs
 * the root: the one that is named, or the latest. `checks` says what came out when it was recomputed. AppError `not-found`
 * while no checkpoint holds the event.
 */
export async function auditProof(viewer: Viewer, query: AuditProofQuery) {
  const named = query.checkpoint ? Prisma.sql`c.id = ${query.checkpoint}::bigint` : Prisma.sql`TRUE`;
  const by = query.asOf ? Prisma.sql`c.at <= ${query.asOf}` : Prisma.sql`TRUE`;
  const viewed = { objectKind: 'audit-event', objectId: query.event, object: `proof of event ${query.event}` };
  await recordView(viewer, 'audit:read', viewed);
  return readingOnce(viewer, 'audit:read', async (one) => {
    const [found] = await one.$queryRaw<(Found & CheckpointRow)[]>`
      SELECT l.leaf_index::float8 AS "leafIndex", l.payload, l.leaf_hash AS hash, e.event, ${checkpointColumns},
        (SELECT array_agg(k.public_key ORDER BY k.made_at, k.id) FROM audit_key k) AS "publicKeys",
        ${pathHashes(Prisma.sql`l.leaf_index`, Prisma.sql`c.size`)} AS path
      FROM audit_leaf l
      CROSS JOIN LATERAL (SELECT * FROM audit_checkpoint c WHERE ${named} AND ${by} AND c.size > l.leaf_index ORDER BY c.id DESC LIMIT 1) c
      LEFT JOIN LATERAL (SELECT ${sealedColumns} AS event FROM audit_event e WHERE e.id = l.event_id AND e.at = l.at) e ON true
      WHERE l.event_id = ${query.event}::bigint AND ${inPeriod(viewer, Prisma.sql`l.at`)}`;
    if (!found)
      throw new AppError('not-found', 'No checkpoint holds this event: a new event is in one within a minute', {
        event: query.event,
      });
    const { leafIndex, payload, hash, event, publicKeys, path, note, ...sealed } = found;
    const proof = hashesFrom(storedHashes(path), inclusionRanges(leafIndex, sealed.size));
    const derived = leafHash(payload);
    const root = rootOfInclusion({ leafHash: derived, index: leafIndex, size: sealed.size, proof });
    const publicKey = signerOf(note, publicKeys ?? []);
    return {
      event: query.event,
      payload,
      leafIndex,
      leafHash: Buffer.from(hash).toString('base64'),
      proof: proof.map((one) => Buffer.from(one).toString('base64')),
      checkpoint: note,
      publicKey,
      /** The checkpoint in columns */
      sealed,
      checks: {
        /** The event's row says what the leaf says */
        row: event !== null && leafPayload(sealedEvent(event), leafIndex, saltOf(payload)) === payload,
        /** The leaf hash is that of the payload */
        leaf: Buffer.compare(derived, hash) === 0,
        /** The proof leads to the root of the checkpoint */
        root: root !== null && Buffer.from(root).toString('base64') === sealed.root,
        /** A key of the log signed the checkpoint, and its text says that size and root */
        signature: publicKey !== null && note.includes(`\n${sealed.size}\n${sealed.root}\n`),
      },
    };
  });
}

export type AuditProof = Awaited<ReturnType<typeof auditProof>>;

/** Which of the log's public keys signed a note; null when none did, or one did wrongly. */
export function signerOf(note: string, publicKeys: readonly string[]): string | null {
  const opened = openNote(note);
  const keys = publicKeys.flatMap((text) => parseNoteKey(text) ?? []);
  return (opened && signersOf(opened, keys)?.[0]?.text) ?? null;
}

/** The public keys of the log, in the order in which they were made. */
export async function publicKeysOf(tx: Transaction): Promise<string[]> {
  const rows = await tx.$queryRaw<{ text: string }[]>`SELECT public_key AS text FROM audit_key ORDER BY made_at, id`;
  return rows.map(({ text }) => text);
}
