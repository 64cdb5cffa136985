import { z } from 'zod';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((text) => new Date(text));
const condition = z.string().trim().min(1).max(200).optional();

export const Hold = z.object({
  name: z.string().trim().min(1).max(120),
  reason: z.string().trim().min(3).max(500),
  actor: condition,
  action: condition,
  kind: condition,
  object: condition,
  from: moment.optional(),
  to: moment.optional(),
});

/** Places a legal hold: months with an event that it matches are not deleted until it is lifted. Without conditions it holds everything. AppError `step-up-required`. */
export async function placeHold(viewer: Viewer, hold: z.output<typeof Hold>): Promise<{ id: string }> {
  const { name, reason, actor, action, kind, object, from, to } = hold;
  if (from && to && from >= to) throw new AppError('invalid', 'to: lies before from', { field: 'to' });
  return writing(viewer, 'retention:write', async (tx, record) => {
    await requireProven(tx, viewer);
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO audit_hold (name, reason, actor, action, object_kind, object_id, from_at, to_at, placed_by)
      VALUES (${name}, ${reason}, ${actor ?? null}, ${action ?? null}, ${kind ?? null}, ${object ?? null},
        ${from ?? null}::timestamptz, ${to ?? null}::timestamptz, ${viewer.name}) RETURNING id::text`;
    if (!row) throw new Error('A hold was not written');
    const after = { actor, action, kind, object, from: from?.toISOString(), to: to?.toISOString() };
    await record({ action: 'hold.placed', objectKind: 'hold', objectId: row.id, object: name, after, reason });
    return row;
  });
}
