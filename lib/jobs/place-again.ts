import { randomUUID } from 'node:crypto';
import { reachingAll } from '@/lib/access/transaction';
import { jobViewer } from '@/lib/access/viewer';
import { placeHosts } from '@/lib/commands/place-hosts';
import { placeScope } from '@/lib/commands/place-scope';
import { recordDrift } from '@/lib/commands/record-drift';
import { recordFindings } from '@/lib/commands/record-findings';
import { db } from '@/lib/db';
import { compareGroup } from '@/lib/drift/compare-group';
import { isSampleLoading } from '@/lib/jobs/is-sample-loading';
import { log } from '@/lib/log';
import { isKind } from '@/lib/resources/index';

/**
 * Places all resources again when the rules of facilities have changed: snapshots, then what is said of them, hosts last.
 * History stays: runs, activity and counts belong to where they happened. False when nobody has asked, or the sample's
 * past is being made.
 */
export async function placeAgain(signal: AbortSignal): Promise<boolean> {
  const [asked] = await db().$queryRaw<{ value: string }[]>`SELECT value FROM setting WHERE key = 'place-again'`;
  if (!asked || (await isSampleLoading())) return false;
  const viewer = jobViewer('place again', `job_${randomUUID()}`);
  const scopes = await reachingAll(
    (tx) => tx.$queryRaw<{ id: string; key: string; kind: string }[]>`
      SELECT DISTINCT c.id::text, c.key, r.kind FROM scope c JOIN resource r ON r.scope_id = c.id
      WHERE c.removed_at IS NULL AND r.kind <> 'host' ORDER BY 1`,
  );
  let moved = 0;
  for (const { kind, ...scope } of scopes) {
    if (!isKind(kind)) continue;
    for (let from: string | null = '0'; from !== null; ) {
      if (signal.aborted) return false;
      const placed = await placeScope(viewer, { ...scope, kind }, from);
      from = placed.next;
      moved += placed.moved.length;
      await recordFindings(viewer, kind, placed.moved, [], placed.at);
      if (kind === 'aws.ec2.security-group' && placed.moved.length > 0)
        await recordDrift(viewer, { at: placed.at, compare: compareGroup, groupIds: placed.moved });
    }
  }
  await placeHosts(viewer);
  // A rule that changed meanwhile has asked anew.
  await db().$executeRaw`DELETE FROM setting WHERE key = 'place-again' AND value = ${asked.value}`;
  log.info({ moved }, 'resources were placed again');
  return true;
}
