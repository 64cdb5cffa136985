import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobViewer } from '@/lib/access/viewer';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordActivity } from '@/lib/commands/record-activity';
import { recordDay } from '@/lib/commands/record-day';
import { recordDeclarations } from '@/lib/commands/record-declarations';
import { recordDrift } from '@/lib/commands/record-drift';
import { recordFindings } from '@/lib/commands/record-findings';
import { recordRuns } from '@/lib/commands/record-runs';
import { recordScan } from '@/lib/commands/record-scan';
import { sealEvents } from '@/lib/commands/seal-events';
import { db } from '@/lib/db';
import { compareGroup } from '@/lib/drift/compare-group';
import { makeCheckpoint } from '@/lib/jobs/make-checkpoint';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import type { KindId } from '@/lib/resources/index';
import type { Collected, ScopeKind } from '@/lib/sources/source';
import { viewerFor } from '@/lib/test-database';
import { account, activityOf, type Bird, birds, declarationOf, resourcesOf, runsOf } from './birds';

/** Ids of what the doors of single things are asked for. */
export interface Flock {
  resource: string;
  host: string;
  run: string;
  drift: string;
  activity: string;
}
/** `mixed`: within reach of kestrels, and tied to what belongs to magpies. */
export type Estate = Record<Bird | 'mixed', Flock> & { source: string; begun: Date; until: Date };

/**
 * An estate in three parts by the same commands that record every estate: kestrels and magpies have a facility each,
 * herons belong to none. Whatever a row holds bears the name of its bird, so that a bird in an answer tells whose it was.
 */
export async function seedEstate(): Promise<Estate> {
  const viewer = await viewerFor('ingest');
  const begun = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 26 * 3_600_000);
  const later = (hours: number) => new Date(begun.getTime() + hours * 3_600_000);
  const cloud = await ensureSource(viewer, { name: 'cloud', provider: 'aws', config: {} });
  const tools = await ensureSource(viewer, { name: 'tools', provider: 'ansible', config: {} });
  const code = await ensureSource(viewer, { name: 'code', provider: 'git', config: {} });
  const scan = async (sourceId: string, kind: ScopeKind, at: Date, collected: Collected) => {
    const spec = { key: `${account}/us-east-1/${kind}`, kind, account, region: 'us-east-1', freshnessSeconds: 604_800 };
    return recordScan(viewer, { sourceId, spec, collected, startedAt: at, finishedAt: at });
  };
  const changed = new Map<KindId, string[]>();
  for (const [kind, resources] of Object.entries(resourcesOf(birds, 'first')) as [KindId, never[]][]) {
    const found = await scan(cloud, kind, begun, { outcome: 'complete', resources, unreadable: [] });
    await recordFindings(viewer, kind, found.added, [], begun);
    changed.set(kind, found.added);
  }
  await recordRuns(viewer, tools, runsOf(birds, 'unchanged', later(1)), later(1));
  await recordRuns(viewer, tools, runsOf(birds, 'failed', later(2)), later(2));
  const groups = await scan(cloud, 'aws.ec2.security-group', later(3), {
    outcome: 'complete',
    resources: resourcesOf(birds, 'second')['aws.ec2.security-group'],
    unreadable: [],
  });
  const declarations = birds.map((bird) => declarationOf(bird, begun));
  const read: Collected = { outcome: 'complete', declarations, unreadable: [] };
  const { scopeId } = await scan(code, 'declaration', later(3), read);
  const keys = await recordDeclarations(viewer, {
    sourceId: code,
    scopeId,
    declarations,
    complete: true,
    at: later(3),
  });
  const groupIds = [...groups.added, ...groups.changed, ...(changed.get('aws.ec2.security-group') ?? [])];
  await recordDrift(viewer, { at: later(4), compare: compareGroup, groupIds, declarationKeys: keys });
  const trail = await scan(cloud, 'activity', later(4), { outcome: 'complete', unreadable: [] });
  await recordActivity(
    viewer,
    trail.scopeId,
    birds.flatMap((bird) => activityOf(bird, later(3))),
  );
  await db().$executeRaw`INSERT INTO unreadable (scan_id, scope_id, external_id, reason, excerpt, at)
    SELECT min(id), min(scope_id), 'heron-unreadable', 'heron: no JSON', '{heron', ${later(4)}::timestamptz FROM scan`;
  await recordDay(viewer, later(24));
  await signLog();
  return { ...(await flocks()), source: cloud, begun, until: later(5) };
}

/** Two checkpoints, so that there is something to prove. */
async function signLog(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-authz-'));
  const keeper = jobViewer('authz', 'authz');
  for (let turn = 0; turn < 3; turn += 1) {
    await sealEvents(keeper, 5000);
    await makeCheckpoint(keeper, new SigningKeys(folder), 'authz', { busyMs: 0, idleMs: 0 });
  }
  rmSync(folder, { recursive: true });
}

/** Ids by bird, found by name as the owner of the database sees them. */
async function flocks(): Promise<Record<Bird | 'mixed', Flock>> {
  const find = async (bird: string): Promise<Flock> => {
    const [row] = await db().$queryRaw<Flock[]>`
      SELECT (SELECT min(resource_id)::text FROM snapshot WHERE name = ${`${bird}-group`}) AS resource,
        (SELECT min(resource_id)::text FROM snapshot WHERE kind = 'host' AND name = ${`${bird}-host`}) AS host,
        (SELECT max(id)::text FROM run WHERE host_name = ${`${bird}-host`}) AS run,
        (SELECT min(series)::text FROM drift WHERE name = ${`${bird}-group`}) AS drift,
        (SELECT min(id)::text FROM activity WHERE actor = ${`${bird}.actor`}) AS activity`;
    if (!row || Object.values(row).some((id) => id === null)) throw new Error(`The estate lacks something of ${bird}`);
    return row;
  };
  const [kestrel, magpie, heron] = [await find('kestrel'), await find('magpie'), await find('heron')];
  const [shared] = await db().$queryRaw<{ id: string }[]>`
    SELECT min(resource_id)::text AS id FROM snapshot WHERE kind = 'aws.ec2.volume' AND name = 'kestrel-shared'`;
  return { kestrel, magpie, heron, mixed: { ...kestrel, resource: shared?.id ?? '' } };
}
