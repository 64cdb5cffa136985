import type { Viewer } from '@/lib/access/viewer';
import { recordActivity } from '@/lib/commands/record-activity';
import { recordDeclarations } from '@/lib/commands/record-declarations';
import { recordDrift } from '@/lib/commands/record-drift';
import { recordFindings } from '@/lib/commands/record-findings';
import { recordRuns } from '@/lib/commands/record-runs';
import { recordScan, type ScanResult } from '@/lib/commands/record-scan';
import { compareGroup } from '@/lib/drift/compare-group';
import type { Collected, ScopeSpec } from '@/lib/sources/source';

/** When a scope was read: UTC; everything that it changes is valid from the finish. */
export interface Span {
  startedAt: Date;
  finishedAt: Date;
}

/**
 * The table of contents of the write path: one scope's answer becomes snapshots and hosts, then findings, declarations,
 * drift, activity and runs. A failed or refused scope ends after its scan row: it closes nothing and turns nothing green.
 */
export async function ingest(
  viewer: Viewer,
  sourceId: string,
  spec: ScopeSpec,
  collected: Collected,
  span: Span,
): Promise<ScanResult> {
  const scan = await recordScan(viewer, { sourceId, spec, collected, ...span });
  if (collected.outcome === 'failed' || collected.outcome === 'refused') return scan;

  const changed = [...scan.added, ...scan.changed];
  await recordFindings(viewer, spec.kind, changed, scan.gone, span.finishedAt);

  if (collected.activity) await recordActivity(viewer, scan.scopeId, collected.activity);
  const drift = { at: span.finishedAt, compare: compareGroup };
  if (spec.kind === 'aws.ec2.security-group') {
    await recordDrift(viewer, { ...drift, groupIds: [...changed, ...scan.gone] });
  }
  if (collected.declarations) {
    const complete = collected.outcome === 'complete';
    const { declarations } = collected;
    const keys = await recordDeclarations(viewer, {
      sourceId,
      scopeId: scan.scopeId,
      declarations,
      complete,
      at: span.finishedAt,
    });
    if (keys.length > 0) await recordDrift(viewer, { ...drift, declarationKeys: keys });
  }
  if (collected.runs) await recordRuns(viewer, sourceId, collected.runs, span.finishedAt);
  return scan;
}
