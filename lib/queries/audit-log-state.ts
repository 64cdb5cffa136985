import { readingLog } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { leastKeptDays } from '@/lib/merkle/erasure';
import type { AsOf } from '@/lib/queries/as-of';
import { type CheckpointRow, checkpointColumns } from '@/lib/queries/list-checkpoints';

/** A witness and how its last delivery went. */
export interface WitnessState {
  name: string;
  /** The last checkpoint that it has, and since when; null for none */
  checkpoint: string | null;
  deliveredAt: Date | null;
  /** Why the next one is not there */
  problem: string | null;
}

interface Counts {
  leaves: number;
  waiting: number;
  verifying: boolean;
  keptDays: number;
  holds: number;
  leftAt: Date | null;
}

interface Verified {
  at: Date;
  outcome: 'done' | 'failed';
  after: { events?: number; first?: string | null } | null;
}

/** How the audit log is at a date: how much is sealed and waits, the last checkpoint, who has it, and when all was last verified. */
export async function auditLogState(viewer: Viewer, asOf: AsOf = null) {
  const at = asOf ?? new Date();
  return readingLog(viewer, 'audit:read', async (tx) => {
    const by = asOf ? Prisma.sql`c.at <= ${asOf}` : Prisma.sql`TRUE`;
    const [checkpoint] = await tx.$queryRaw<CheckpointRow[]>`
      SELECT ${checkpointColumns} FROM audit_checkpoint c WHERE ${by} ORDER BY c.id DESC LIMIT 1`;
    const [counts] = await tx.$queryRaw<Counts[]>`
      SELECT greatest((SELECT max(leaf_index) FROM audit_leaf), (SELECT max(last_leaf) FROM audit_hole), -1)::float8 + 1 AS leaves,
        (SELECT count(*)::int FROM (SELECT FROM audit_pending LIMIT 100000) p) AS waiting,
        EXISTS (SELECT FROM audit_verification WHERE finished_at IS NULL) AS verifying, audit_retention_days() AS "keptDays",
        (SELECT count(*)::int FROM audit_hold WHERE lifted_at IS NULL) AS holds,
        (SELECT max(delivered_at) FROM audit_witness WHERE delivered_at <= ${at}) AS "leftAt"`;
    const witnesses = await tx.$queryRaw<WitnessState[]>`
      WITH RECURSIVE n AS (SELECT min(witness) AS witness FROM audit_witness
        UNION ALL SELECT (SELECT min(w.witness) FROM audit_witness w WHERE w.witness > n.witness) FROM n WHERE n.witness IS NOT NULL)
      SELECT n.witness AS name, d.checkpoint_id::text AS checkpoint, d.delivered_at AS "deliveredAt", o.problem
      FROM n CROSS JOIN LATERAL (SELECT max(tried_at) AS at FROM
        (SELECT tried_at FROM audit_witness w WHERE w.witness = n.witness ORDER BY checkpoint_id DESC LIMIT 3) l) tried
      LEFT JOIN LATERAL (SELECT checkpoint_id, delivered_at FROM audit_witness w
        WHERE w.witness = n.witness AND w.delivered_at <= ${at} ORDER BY checkpoint_id DESC LIMIT 1) d ON true
      LEFT JOIN LATERAL (SELECT problem FROM audit_witness w
        WHERE w.witness = n.witness AND w.delivered_at IS NULL ORDER BY checkpoint_id LIMIT 1) o ON true
      WHERE n.witness IS NOT NULL AND tried.at > (SELECT at FROM audit_checkpoint ORDER BY id DESC LIMIT 1) - interval '7 days'
      ORDER BY n.witness`;
    const [verified] = await tx.$queryRaw<Verified[]>`
      SELECT e.at, e.outcome, e.after::json AS after FROM audit_event e
      WHERE e.object_kind = 'audit-log' AND e.object_id = 'log' AND e.action = 'audit-log.verified' AND e.at <= ${at}
      ORDER BY e.at DESC LIMIT 1`;
    const leaves = asOf ? (checkpoint?.size ?? 0) : (counts?.leaves ?? 0);
    return {
      /** Events with a leaf */
      leaves,
      /** Events that wait for one; counted up to 100 000 */
      waiting: asOf ? 0 : (counts?.waiting ?? 0),
      checkpoint: checkpoint ?? null,
      witnesses,
      /** When the last checkpoint left the house; null when none has */
      leftAt: counts?.leftAt ?? null,
      verified: verified ?? null,
      /** Somebody has asked for a verification that has not ended */
      verifying: counts?.verifying ?? false,
      /** Days for which events are kept, and how many holds keep some longer */
      keptDays: counts?.keptDays ?? leastKeptDays,
      holds: counts?.holds ?? 0,
    };
  });
}

export type AuditLogState = Awaited<ReturnType<typeof auditLogState>>;
