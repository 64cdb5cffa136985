import { requireSystem } from '@/lib/access/require-system';
import type { Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';

/** Keeps that a checkpoint was carried to a witness, or why it was not (`problem`). Leaves no audit event, as `sealEvents`. */
export async function recordDelivery(
  viewer: Viewer,
  delivery: { witness: string; checkpointId: number; problem: string | null },
): Promise<void> {
  requireSystem(viewer);
  const { witness, checkpointId, problem } = delivery;
  await db().$executeRaw`
    INSERT INTO audit_witness (witness, checkpoint_id, tries, tried_at, delivered_at, problem)
    VALUES (${witness}, ${checkpointId}, 1, clock_timestamp(), CASE WHEN ${problem}::text IS NULL THEN clock_timestamp() END, ${problem})
    ON CONFLICT (witness, checkpoint_id) DO UPDATE SET tries = audit_witness.tries + 1, tried_at = excluded.tried_at,
      delivered_at = coalesce(audit_witness.delivered_at, excluded.delivered_at), problem = excluded.problem`;
}
