import { createHash } from 'node:crypto';
import { writeAuditEvent } from '@/lib/access/audit-event';
import { reachingAll } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { closeNodesOfInstances } from '@/lib/commands/close-nodes-of-instances';
import { ensureScope } from '@/lib/commands/ensure-scope';
import { loadPlaceRules } from '@/lib/commands/load-place-rules';
import { recordHosts } from '@/lib/commands/record-hosts';
import { type SnapshotRow, snapshotRow } from '@/lib/commands/snapshot-row';
import { closeSnapshots, compareSnapshots, type Difference, writeSnapshots } from '@/lib/commands/write-snapshots';
import type { Transaction } from '@/lib/db';
import { AppError, messageOf } from '@/lib/errors';
import { isKind } from '@/lib/resources/index';
import type { PlaceRule } from '@/lib/resources/place-rule';
import type { Collected, ScopeSpec, Unreadable } from '@/lib/sources/source';

export interface ScanInput {
  sourceId: string;
  spec: ScopeSpec;
  collected: Collected;
  /** UTC; the snapshots are valid from the finish */
  startedAt: Date;
  finishedAt: Date;
}

/** Kinds whose change may change a host. */
const speaksOfHosts: ReadonlySet<string> = new Set(['aws.ec2.instance', 'aws.ec2.volume', 'cm.node']);

/** What a scan changed, by resource id. */
export interface ScanResult {
  scanId: string;
  scopeId: string;
  added: string[];
  changed: string[];
  gone: string[];
}

/**
 * Records one scan of one scope: writes only what changed, and a row that proves that the rest was looked at. A partial
 * scan closes nothing; a failed or refused one writes nothing but its row. A scan that changed nothing is its own record;
 * any other leaves an audit event.
 */
export async function recordScan(viewer: Viewer, input: ScanInput): Promise<ScanResult> {
  requirePermission(viewer, 'ingest');
  return reachingAll(async (tx) => {
    const scopeId = await ensureScope(tx, input.sourceId, input.spec, input.startedAt);
    const { rows, unreadable } = readable(input, await loadPlaceRules(tx));
    const at = await afterPlacing(tx, scopeId, input.finishedAt);
    await refuseOlder(tx, scopeId, input);
    const differences = rows ? await compareSnapshots(tx, scopeId, rows) : [];
    const complete = input.collected.outcome === 'complete';
    // An unreadable row was seen: it is not gone.
    const seen = new Set(unreadable.map((row) => row.externalId));
    const believed = differences.filter((it) => it.change !== 'gone' || (complete && !seen.has(it.externalId)));
    const ids = await apply(tx, scopeId, { kind: input.spec.kind, at }, rows ?? [], believed);
    const result = { scopeId, ...ids };
    const scanId = await insertScan(tx, input, result, rows, unreadable);
    if (speaksOfHosts.has(input.spec.kind)) {
      const nodes = input.spec.kind === 'aws.ec2.instance' ? await closeNodesOfInstances(tx, ids.gone, at) : [];
      await recordHosts(tx, [...ids.added, ...ids.changed, ...ids.gone, ...nodes], at);
    }
    const touched = ids.added.length + ids.changed.length + ids.gone.length > 0;
    if (touched || !complete) {
      await writeAuditEvent(tx, viewer, {
        action: 'scan.recorded',
        outcome: complete ? 'done' : 'failed',
        objectKind: 'scope',
        objectId: scopeId,
        object: input.spec.key,
        after: {
          scan: scanId,
          outcome: input.collected.outcome,
          added: ids.added.length,
          changed: ids.changed.length,
          gone: ids.gone.length,
        },
      });
    }
    return { scanId, ...result };
  });
}

/** The rows that satisfy their kind; the others become unreadable. Null where the scope yields no resources. */
function readable(
  { collected, spec }: ScanInput,
  rules: readonly PlaceRule[],
): { rows: SnapshotRow[] | null; unreadable: Unreadable[] } {
  if (collected.outcome === 'failed' || collected.outcome === 'refused') return { rows: null, unreadable: [] };
  const unreadable = [...collected.unreadable];
  if (!isKind(spec.kind)) return { rows: null, unreadable };
  const rows = new Map<string, SnapshotRow>();
  for (const resource of collected.resources ?? []) {
    try {
      rows.set(resource.externalId, snapshotRow(spec.kind, resource.externalId, resource.fields, spec, rules));
    } catch (error) {
      unreadable.push({ externalId: resource.externalId, reason: messageOf(error).slice(0, 500), excerpt: '' });
    }
  }
  return { rows: [...rows.values()], unreadable };
}

async function refuseOlder(tx: Transaction, scopeId: string, input: ScanInput): Promise<void> {
  const [later] = await tx.$queryRaw<{ finishedAt: Date }[]>`
    SELECT finished_at AS "finishedAt" FROM scan WHERE scope_id = ${scopeId}::bigint AND finished_at >= ${input.finishedAt}
    ORDER BY finished_at DESC LIMIT 1`;
  if (later)
    throw new AppError('conflict', `Scope ${input.spec.key} has a scan of ${later.finishedAt.toISOString()} already`);
}

/** Rules that placed the scope meanwhile wrote snapshots of a later moment: the scan is recorded just after them. */
async function afterPlacing(tx: Transaction, scopeId: string, finishedAt: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<{ placedAt: Date | null }[]>`
    SELECT placed_at AS "placedAt" FROM scope WHERE id = ${scopeId}::bigint`;
  return row?.placedAt && row.placedAt >= finishedAt ? new Date(row.placedAt.getTime() + 1) : finishedAt;
}

async function apply(
  tx: Transaction,
  scopeId: string,
  { kind, at }: { kind: string; at: Date },
  rows: SnapshotRow[],
  differences: Difference[],
) {
  const changeOf = new Map(differences.map((it) => [it.externalId, it]));
  const write = rows.filter((row) => changeOf.has(row.externalId));
  const idOf = await writeSnapshots(tx, scopeId, kind, write, at);
  const gone = differences.filter((it) => it.change === 'gone').flatMap((it) => it.id ?? []);
  if (gone.length > 0) await closeSnapshots(tx, gone, at);
  const ids = (change: string) =>
    write
      .filter((row) => changeOf.get(row.externalId)?.change === change)
      .flatMap((row) => idOf.get(row.externalId) ?? []);
  return { added: ids('added'), changed: ids('changed'), gone };
}

async function insertScan(
  tx: Transaction,
  input: ScanInput,
  result: Omit<ScanResult, 'scanId'>,
  rows: SnapshotRow[] | null,
  unreadable: Unreadable[],
): Promise<string> {
  const { collected } = input;
  const seen = rows?.length ?? gathered(collected);
  const problem = 'problem' in collected ? (collected.problem ?? null) : null;
  const [scan] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO scan (scope_id, started_at, finished_at, outcome, seen, added, changed, gone, unreadable, population_digest, refused_action, problem)
    VALUES (${result.scopeId}::bigint, ${input.startedAt}, ${input.finishedAt}, ${collected.outcome}, ${seen}, ${result.added.length},
      ${result.changed.length}, ${result.gone.length}, ${unreadable.length}, ${rows ? populationDigest(rows) : null},
      ${collected.outcome === 'refused' ? collected.action : null}, ${problem})
    RETURNING id::text`;
  if (!scan) throw new Error('A scan was not written');
  if (unreadable.length > 0) {
    // The same row, unreadable again for the same reason, is told once.
    await tx.$executeRaw`INSERT INTO unreadable (scan_id, scope_id, external_id, reason, excerpt, at)
      SELECT ${scan.id}::bigint, ${result.scopeId}::bigint, "externalId", reason, excerpt, ${input.finishedAt}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(unreadable)}::jsonb) AS u ("externalId" text, reason text, excerpt text)
      WHERE NOT EXISTS (SELECT FROM unreadable k WHERE k.scope_id = ${result.scopeId}::bigint
        AND k.external_id IS NOT DISTINCT FROM u."externalId" AND k.reason = u.reason)`;
  }
  return scan.id;
}

function gathered(collected: Collected): number {
  if (collected.outcome === 'failed' || collected.outcome === 'refused') return 0;
  return collected.declarations?.length ?? collected.activity?.length ?? collected.runs?.length ?? 0;
}

/** SHA-256 over the sorted digests: says which population was looked at. */
function populationDigest(rows: SnapshotRow[]): Uint8Array<ArrayBuffer> {
  const hash = createHash('sha256');
  for (const digest of rows.map((row) => row.digest).sort()) hash.update(digest);
  return Uint8Array.from(hash.digest());
}
