import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';

export interface DeliveryClaim {
  sourceId: string;
  /** The client's Idempotency-Key */
  key: string;
  /** Of the body as it was before gzip, so that packing it anew makes no difference */
  sha256: Uint8Array<ArrayBuffer>;
}

/** A claim older than this belongs to a process that died; runs are recorded idempotently, so taking it over is safe. */
const abandonedAfterSeconds = 120;

/**
 * Claims a delivery: null when it is ours to record, else the answer that it got the first time. AppError `conflict` while
 * another takes it in, `invalid` when the key came before with other content. Bookkeeping, which needs no audit event.
 */
export async function claimDelivery(viewer: Viewer, claim: DeliveryClaim, at: Date): Promise<string | null> {
  requirePermission(viewer, 'ingest');
  const { sourceId, key, sha256 } = claim;
  const claimed = await db().$executeRaw`INSERT INTO delivery (source_id, key, sha256, received_at, answer)
    VALUES (${sourceId}::bigint, ${key}, ${sha256}, ${at}::timestamptz, '') ON CONFLICT DO NOTHING`;
  if (claimed === 1) return null;
  const [held] = await db().$queryRaw<{ same: boolean; answer: string }[]>`
    SELECT sha256 = ${sha256} AS same, answer FROM delivery WHERE source_id = ${sourceId}::bigint AND key = ${key}`;
  if (held && !held.same)
    throw new AppError('invalid', 'This Idempotency-Key came before with other content', { field: 'Idempotency-Key' });
  if (held && held.answer !== '') return held.answer;
  const taken = await db().$executeRaw`UPDATE delivery SET received_at = ${at}::timestamptz
    WHERE source_id = ${sourceId}::bigint AND key = ${key} AND answer = ''
      AND received_at < ${at}::timestamptz - make_interval(secs => ${abandonedAfterSeconds})`;
  if (taken === 1) return null;
  throw new AppError('conflict', 'This delivery is being taken in right now', { field: 'Idempotency-Key' });
}

/** Keeps the answer, for whoever sends the same again. */
export async function answerDelivery(viewer: Viewer, claim: DeliveryClaim, answer: string): Promise<void> {
  requirePermission(viewer, 'ingest');
  await db().$executeRaw`UPDATE delivery SET answer = ${answer}
    WHERE source_id = ${claim.sourceId}::bigint AND key = ${claim.key}`;
}

/** Lets go of a delivery that could not be recorded, so that it may come again. */
export async function releaseDelivery(viewer: Viewer, claim: DeliveryClaim): Promise<void> {
  requirePermission(viewer, 'ingest');
  await db().$executeRaw`DELETE FROM delivery
    WHERE source_id = ${claim.sourceId}::bigint AND key = ${claim.key} AND answer = ''`;
}
