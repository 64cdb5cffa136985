import { z } from 'zod';
import { readingLog } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';
import { consistencyRanges } from '@/lib/merkle/consistency';
import { publicKeysOf, signerOf } from '@/lib/queries/audit-proof';
import { type CheckpointRow, checkpointColumns } from '@/lib/queries/list-checkpoints';
import { hashesOfRanges } from '@/lib/queries/tree-hashes';

const number = z.coerce.number().int().min(1).max(2_000_000_000);
export const AuditConsistencyQuery = z.object({
  from: number.describe('Number of the older checkpoint'),
  to: number.describe('Number of the newer checkpoint'),
});
export type AuditConsistencyQuery = z.infer<typeof AuditConsistencyQuery>;

/** The proof that the log of one checkpoint begins with that of an earlier one. AppError `not-found` where one is missing. */
export async function auditConsistency(viewer: Viewer, { from, to }: AuditConsistencyQuery) {
  if (from > to) throw new AppError('invalid', 'from: the older checkpoint comes first', { field: 'from' });
  return readingLog(viewer, 'audit:read', async (tx) => {
    const rows = await tx.$queryRaw<CheckpointRow[]>`
      SELECT ${checkpointColumns} FROM audit_checkpoint c WHERE c.id IN (${from}::bigint, ${to}::bigint) ORDER BY c.id`;
    const [older, newer] = [rows[0], rows.at(-1)];
    if (!older || !newer || Number(older.id) !== from || Number(newer.id) !== to)
      throw new AppError('not-found', 'There is no such checkpoint', { from: String(from), to: String(to) });
    const proof = await hashesOfRanges(tx, consistencyRanges(older.size, newer.size));
    return {
      from: older.note,
      to: newer.note,
      proof: proof.map((hash) => Buffer.from(hash).toString('base64')),
      publicKey: signerOf(newer.note, await publicKeysOf(tx)),
    };
  });
}
