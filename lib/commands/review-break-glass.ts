import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export const BreakGlassReview = z.object({
  id: z.string().regex(/^\d{1,18}$/),
  /** What was looked at, and what came of it */
  note: z.string().trim().min(10, 'must have at least 10 characters').max(2000),
});

/**
 * Reviews an emergency sign-in. AppError `forbidden` for the person who used it and for what is no person, `conflict` when
 * it was reviewed already.
 */
export async function reviewBreakGlass(
  viewer: Viewer,
  input: z.input<typeof BreakGlassReview>,
  at: Date = new Date(),
): Promise<void> {
  const { id, note } = parseInput(BreakGlassReview, input);
  await writing(viewer, 'break-glass:review', async (tx, record) => {
    const [used] = await tx.$queryRaw<{ userId: string; email: string; at: Date; reviewed: boolean }[]>`
      SELECT u.id::text AS "userId", u.email, b.at, b.reviewed_at IS NOT NULL AS reviewed
      FROM break_glass b JOIN user_account u ON u.id = b.user_id WHERE b.id = ${id}::bigint FOR UPDATE OF b`;
    if (!used) throw new AppError('not-found', 'There is no such emergency sign-in', { id });
    if (used.reviewed) throw new AppError('conflict', 'It was reviewed already');
    if (viewer.kind !== 'person') throw new AppError('forbidden', 'Only a person reviews an emergency sign-in');
    if (viewer.id === used.userId)
      throw new AppError('forbidden', 'Another person than the one who signed in reviews it');
    await tx.$executeRaw`UPDATE break_glass SET reviewed_at = ${at}::timestamptz, reviewed_by = ${viewer.id}::bigint, note = ${note}
      WHERE id = ${id}::bigint`;
    const before = { signedInAt: used.at };
    await record({
      action: 'break-glass.reviewed',
      objectKind: 'break-glass',
      objectId: id,
      object: used.email,
      before,
      after: { note },
    });
  });
}
