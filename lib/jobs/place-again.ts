import { randomUUID } from 'node:crypto';
import { reachingAll } from '@/lib/access/transaction';
import { jobViewer, type Viewer } from '@/lib/access/viewer';
import { placeHosts } from '@/lib/commands/place-hosts';
import { placeScope } from '@/lib/commands/place-scope';
import { recordDrift } from '@/lib/commands/record-drift';
import { recordFindings } from '@/lib/commands/record-findings';
import { db, Prisma } from '@/lib/db';
import { compareGroup } from '@/lib/drift/compare-group';
import { isSampleLoading } from '@/lib/jobs/is-sample-loading';
import { log } from '@/lib/log';
import { isKind, type KindId } from '@/lib/resources/index';

/** Resources whose findings are judged again in one transaction. */
const atOnce = 1000;

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
    let at = new Date();
    for (let from: string | null = '0'; from !== null; ) {
      if (signal.aborted) return false;
      const placed = await placeScope(viewer, { ...scope, kind }, from);
      from = placed.next;
      at = placed.at;
      moved += placed.moved.length;
    }
    await settle(viewer, { ...scope, kind }, at);
  }
  await placeHosts(viewer);
  // A rule that changed meanwhile has asked anew.
  await db().$executeRaw`DELETE FROM setting WHERE key = 'place-again' AND value = ${asked.value}`;
  log.info({ moved }, 'resources were placed again');
  return true;
}

/**
 * What is said of the resources of a scope follows them. Asked of the tables and not of what was just moved: a worker that
 * ended in between leaves nothing behind that the next one does not find.
 */
async function settle(viewer: Viewer, scope: { id: string; kind: KindId }, at: Date): Promise<void> {
  const elsewhere = (table: 'finding' | 'drift') =>
    reachingAll(
      (tx) => tx.$queryRaw<{ id: string }[]>`
        SELECT DISTINCT f.resource_id::text AS id FROM ${Prisma.raw(table)} f JOIN snapshot s ON s.resource_id = f.resource_id
        WHERE f.valid_to = 'infinity' AND s.valid_to = 'infinity' AND s.scope_id = ${scope.id}::bigint
          AND (f.facility, f.environment, f.team) IS DISTINCT FROM (s.facility, s.environment, s.team)`,
    );
  const findings = (await elsewhere('finding')).map(({ id }) => id);
  for (let i = 0; i < findings.length; i += atOnce)
    await recordFindings(viewer, scope.kind, findings.slice(i, i + atOnce), [], at);
  if (scope.kind !== 'aws.ec2.security-group') return;
  const groupIds = (await elsewhere('drift')).map(({ id }) => id);
  if (groupIds.length > 0) await recordDrift(viewer, { at, compare: compareGroup, groupIds });
}
