import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

/** Minutes for which a proof of identity opens what needs one. */
export const provenMinutes = 5;

/**
 * For deeds that somebody at another's open screen must not do. AppError `step-up-required` unless the person proved who
 * they are in the last five minutes; the screen asks for it and comes again. A token has nothing to prove it with:
 * `forbidden`, but for exports (`tokens`), which it was given a role for.
 */
export async function requireProven(
  tx: Pick<Transaction, '$queryRaw'>,
  viewer: Viewer,
  { tokens = false, at = null }: { tokens?: boolean; at?: Date | null } = {},
): Promise<void> {
  if (viewer.kind === 'operator' || viewer.kind === 'job') return;
  if (viewer.kind === 'token') {
    if (tokens) return;
    throw new AppError('forbidden', 'This is for a person who signed in: a token cannot prove who asks');
  }
  const [row] = await tx.$queryRaw<{ proven: boolean }[]>`
    SELECT authenticated_at > coalesce(${at}::timestamptz, clock_timestamp()) - make_interval(mins => ${provenMinutes}::int) AS proven
    FROM session WHERE id_hash = decode(${viewer.session ?? ''}, 'hex') AND ended_at IS NULL`;
  if (!row?.proven)
    throw new AppError('step-up-required', 'Confirm that it is you: this needs a sign-in of the last five minutes');
}
