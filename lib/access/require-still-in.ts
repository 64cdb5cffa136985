import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

/** So long a look at the database counts: whoever is put out gets no answer later than a second after that. */
const countsForMs = 900;

/**
 * Looks again whether a viewer may still be here, if the last look was almost a second ago: a request that takes long, or
 * streams, ends with its session, its user or its token. AppError `unauthenticated`.
 */
export async function requireStillIn(tx: Pick<Transaction, '$queryRaw'>, viewer: Viewer): Promise<void> {
  const isSomebody = viewer.kind === 'person' || viewer.kind === 'token';
  if (!isSomebody || performance.now() - viewer.seenAt < countsForMs) return;
  const now = performance.now();
  if (!(viewer.kind === 'person' ? await isSessionOpen(tx, viewer) : await isTokenValid(tx, viewer)))
    throw new AppError('unauthenticated', 'This session or token has ended');
  viewer.seenAt = now;
}

async function isSessionOpen(tx: Pick<Transaction, '$queryRaw'>, viewer: Viewer): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM session s JOIN user_account u ON u.id = s.user_id JOIN role_grant g ON g.user_id = u.id
    WHERE s.id_hash = decode(${viewer.session ?? ''}, 'hex') AND s.ended_at IS NULL AND u.disabled_at IS NULL
      AND g.role = ${viewer.role} AND g.valid_from <= clock_timestamp() AND g.valid_to > clock_timestamp()`;
  return found.length > 0;
}

async function isTokenValid(tx: Pick<Transaction, '$queryRaw'>, viewer: Viewer): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM token WHERE id = ${viewer.id}::bigint AND revoked_at IS NULL AND expires_at > clock_timestamp()`;
  return found.length > 0;
}
