import { randomUUID } from 'node:crypto';
import { jobViewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import type { Environment } from '@/lib/env';
import { messageOf } from '@/lib/errors';
import { verifyAuditLog } from '@/lib/jobs/verify-audit-log';

/** A verification whose worker has said nothing for so long is begun anew. */
const silentSeconds = 60;
const tellMs = 1000;

/** Verifies the log where somebody has asked for it, and says how far it is. False when nobody has. */
export async function takeVerification(environment: Environment): Promise<boolean> {
  const [asked] = await db().$queryRaw<{ id: string }[]>`
    UPDATE audit_verification SET started_at = clock_timestamp(), heartbeat_at = clock_timestamp(), leaves_done = 0,
      leaves = (SELECT coalesce(max(leaf_index) + 1, 0) FROM audit_leaf), checkpoint_id = (SELECT max(id) FROM audit_checkpoint)
    WHERE id = (SELECT id FROM audit_verification WHERE finished_at IS NULL
      AND (started_at IS NULL OR heartbeat_at < clock_timestamp() - make_interval(secs => ${silentSeconds})) FOR UPDATE SKIP LOCKED)
    RETURNING id::text`;
  if (!asked) return false;
  const { id } = asked;
  let toldAt = 0;
  const walked = async (leaves: number) => {
    if (Date.now() - toldAt < tellMs) return;
    toldAt = Date.now();
    await db()
      .$executeRaw`UPDATE audit_verification SET leaves_done = ${leaves}, heartbeat_at = clock_timestamp() WHERE id = ${id}::bigint`;
  };
  const viewer = jobViewer('verify', `job_verify_${randomUUID()}`);
  const report = await verifyAuditLog(viewer, environment, { walked }).catch(messageOf);
  const done =
    typeof report === 'string'
      ? { first: `It broke off: ${report}`, problems: null, leaves: null }
      : {
          first: report.problems[0]?.text ?? report.unrecorded,
          problems: report.problems.length,
          leaves: report.leaves,
        };
  await db().$executeRaw`
    UPDATE audit_verification SET finished_at = clock_timestamp(), problems = ${done.problems}, first_problem = ${done.first},
      leaves_done = coalesce(${done.leaves}, leaves_done), leaves = coalesce(${done.leaves}, leaves) WHERE id = ${id}::bigint`;
  return true;
}
