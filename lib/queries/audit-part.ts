import { z } from 'zod';
import { readingLog } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { inclusionRanges } from '@/lib/merkle/inclusion';
import { inPeriod } from '@/lib/queries/audit-filter';
import { publicKeysOf, signerOf } from '@/lib/queries/audit-proof';
import { type CheckpointRow, checkpointColumns } from '@/lib/queries/list-checkpoints';
import { hashesOfRanges } from '@/lib/queries/tree-hashes';

const index = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const AuditPartQuery = z.object({
  from: index.default(0).describe('Index of the first leaf'),
  to: index.optional().describe('Index of the last leaf; none: the last that is in a checkpoint'),
});
export type AuditPartQuery = z.infer<typeof AuditPartQuery>;

const atATime = 256;

/**
 * A part of the log that proves itself: the first line says which leaves follow and holds the checkpoint, each other line is a
 * leaf with its proof. AppError `not-found` where no checkpoint holds the part.
 */
export async function auditPart(viewer: Viewer, { from, to }: AuditPartQuery) {
  const head = await readingLog(viewer, 'audit:read', async (tx) => {
    const [checkpoint] = await tx.$queryRaw<CheckpointRow[]>`
      SELECT ${checkpointColumns} FROM audit_checkpoint c ORDER BY c.id DESC LIMIT 1`;
    return checkpoint ? { checkpoint, publicKey: signerOf(checkpoint.note, await publicKeysOf(tx)) } : null;
  });
  const size = head?.checkpoint.size ?? 0;
  const last = to ?? size - 1;
  if (!head || from > last || last >= size)
    throw new AppError('not-found', `The last checkpoint holds the leaves 0 to ${size - 1}`, { from: String(from) });
  const { checkpoint, publicKey } = head;
  const first = { part: 1, from, to: last, checkpoint: checkpoint.note, publicKey };
  return { from, to: last, size, lines: linesOf(viewer, first, size) };
}

async function* linesOf(viewer: Viewer, head: { from: number; to: number }, size: number): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  for (let begin = head.from; begin <= head.to; begin += atATime) {
    const end = Math.min(begin + atATime, head.to + 1);
    const leaves = await readingLog(viewer, 'audit:read', async (tx) => {
      const rows = await tx.$queryRaw<{ leafIndex: number; payload: string | null; leafHash: string }[]>`
        SELECT h.leaf_index::float8 AS "leafIndex", l.payload, encode(h.leaf_hash, 'base64') AS "leafHash"
        FROM audit_hashes(${begin}::bigint, ${end}::bigint) h
        LEFT JOIN (SELECT leaf_index, payload FROM audit_leaf
          WHERE leaf_index >= ${begin} AND leaf_index < ${end} AND ${inPeriod(viewer, Prisma.sql`at`)}) l
          ON l.leaf_index = h.leaf_index ORDER BY h.leaf_index`;
      const ranges = rows.map(({ leafIndex }) => inclusionRanges(leafIndex, size));
      const hashes = (await hashesOfRanges(tx, ranges.flat())).map((hash) => Buffer.from(hash).toString('base64'));
      return rows.map(({ leafIndex, payload, leafHash }, i) => ({
        leafIndex,
        // Of what retention took away, and of what lies outside of an auditor's period, the hash is left.
        ...(payload === null ? { leafHash } : { payload }),
        proof: hashes.splice(0, ranges[i]?.length),
      }));
    });
    yield leaves.map((leaf) => `${JSON.stringify(leaf)}\n`).join('');
  }
}
