import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export const HoldToLift = z.object({
  id: z.string().regex(/^\d{1,18}$/),
  reason: z.string().trim().min(3).max(500),
});

/** Lifts a legal hold: what it kept goes with the next deletion. AppError `not-found` for one that is not there or was lifted, `step-up-required`. */
export async function liftHold(viewer: Viewer, input: z.input<typeof HoldToLift>): Promise<void> {
  const { id, reason } = parseInput(HoldToLift, input);
  await writing(viewer, 'retention:write', async (tx, record) => {
    await requireProven(tx, viewer);
    const [hold] = await tx.$queryRaw<{ name: string }[]>`
      UPDATE audit_hold SET lifted_at = clock_timestamp(), lifted_by = ${viewer.name}
      WHERE id = ${id}::bigint AND lifted_at IS NULL RETURNING name`;
    if (!hold) throw new AppError('not-found', 'There is no such hold, or it was lifted');
    await record({ action: 'hold.lifted', objectKind: 'hold', objectId: id, object: hold.name, reason });
  });
}
