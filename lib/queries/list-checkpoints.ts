import { z } from 'zod';
import { readingLog } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma, type Transaction } from '@/lib/db';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

export const CheckpointFilter = ListFilter.omit({ q: true }).extend({
  size: z.coerce.number().int().min(0).optional().describe('Only those that hold at least so many events'),
});
export type CheckpointFilter = z.output<typeof CheckpointFilter>;

export interface CheckpointRow {
  /** Its number, from 1 */
  id: string;
  /** UTC time of the database */
  at: Date;
  /** Number of events */
  size: number;
  /** Root of the tree, in base64 */
  root: string;
  /** The signed note, as it is carried out */
  note: string;
  /** When the first witness had it; null while it is in the house */
  leftAt: Date | null;
}

/** The columns of a checkpoint `c`. */
export const checkpointColumns = Prisma.sql`c.id::text, c.at, c.size::float8, encode(c.root, 'base64') AS root, c.note,
  (SELECT min(w.delivered_at) FROM audit_witness w WHERE w.checkpoint_id = c.id) AS "leftAt"`;

/** The checkpoints of the audit log by a date, the latest first. */
export async function listCheckpoints(viewer: Viewer, filter: CheckpointFilter): Promise<ListAnswer<CheckpointRow>> {
  return readingLog(viewer, 'audit:read', async (tx: Transaction) => {
    const by = filter.asOf ? Prisma.sql`c.at <= ${filter.asOf}` : Prisma.sql`TRUE`;
    const holds = filter.size === undefined ? Prisma.sql`TRUE` : Prisma.sql`c.size >= ${filter.size}`;
    const after = filter.cursor
      ? Prisma.sql`c.id < ${decodeCursor(filter.cursor, ['id'])[0]}::bigint`
      : Prisma.sql`TRUE`;
    const rows = await tx.$queryRaw<CheckpointRow[]>`
      SELECT ${checkpointColumns} FROM audit_checkpoint c WHERE ${by} AND ${holds} AND ${after}
      ORDER BY c.id DESC LIMIT ${filter.limit + 1}`;
    const page = cutPage(rows, filter.limit, ({ id }) => [id]);
    return { ...page, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
  });
}
