import { writing } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { loadKnownRuns } from '@/lib/commands/load-known-runs';
import { loadRunHosts, type RunHostRow } from '@/lib/commands/load-run-hosts';
import { hostsOfNodes } from '@/lib/commands/record-hosts';
import { nodeKey, recordNodes } from '@/lib/commands/record-nodes';
import { requireBoundHost } from '@/lib/commands/require-bound-host';
import { writeRuns } from '@/lib/commands/write-runs';
import { type HostTimeline, writeTimelines } from '@/lib/commands/write-timelines';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { canonicalJson } from '@/lib/resources/canonical-json';
import { carryTimeline } from '@/lib/resources/host-timeline';
import { type Arrival, foldRuns, type RunRow, type Taken } from '@/lib/resources/run-fold';
import type { RunReport } from '@/lib/resources/run-report';

export interface RecordedRuns {
  /** Runs that were not known before */
  runs: number;
  hosts: number;
  /** Resource ids of nodes never seen before */
  newNodes: string[];
}

/**
 * Records a delivery of run reports, in any order and however often it comes: a run that is known writes nothing. Nodes
 * and hosts first, then the runs, then what they mean for the state of each host. AppError `not-found` for a source that
 * is not there, `forbidden` where the viewer's token belongs to another machine.
 */
export async function recordRuns(
  viewer: Viewer,
  sourceId: string,
  reports: readonly RunReport[],
  receivedAt: Date,
): Promise<RecordedRuns> {
  requirePermission(viewer, 'ingest');
  if (reports.length === 0) return { runs: 0, hosts: 0, newNodes: [] };
  // Canonical once: NUL and lone surrogates, which Postgres refuses, are gone from here on.
  const clean = JSON.parse(canonicalJson(reports)) as RunReport[];
  return writing(viewer, 'ingest', async (tx, record) => {
    const source = await sourceOf(tx, sourceId);
    const nodes = await recordNodes(tx, source, clean, receivedAt);
    const hostOfNode = await hostsOfNodes(tx, [...nodes.idOf.values()], receivedAt);
    const hostIds = [...new Set(hostOfNode.values())];
    const nodeIds = [...nodes.idOf.values()];
    const names = clean.map((report) => report.host.name);
    await requireBoundHost(tx, viewer, { names, nodeIds, hostIds, receivedAt });
    const hosts = await loadRunHosts(tx, hostIds);
    const arrivals = clean.flatMap((report) => {
      const hostId = hostOfNode.get(nodes.idOf.get(nodeKey(report)) ?? '');
      const host = hosts.get(hostId ?? '');
      return hostId && host ? [arrivalOf(report, sourceId, hostId, host)] : [];
    });
    if (arrivals.length !== clean.length) throw new Error('A node was not joined to a host');
    const known = await loadKnownRuns(tx, arrivals);
    const folded = foldRuns(known, arrivals);
    await writeRuns(tx, folded, receivedAt);
    await writeTimelines(tx, timelinesOf(hosts, known, folded.taken, receivedAt));
    const result = { runs: folded.taken.length, hosts: hostIds.length };
    await record({
      action: 'runs.recorded',
      objectKind: 'source',
      objectId: sourceId,
      object: source.name,
      after: { delivered: reports.length, ...result },
    });
    return { ...result, newNodes: nodes.made };
  });
}

async function sourceOf(tx: Transaction, sourceId: string): Promise<{ id: string; name: string }> {
  const [source] = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT id::text, name FROM source WHERE id = ${sourceId}::bigint AND removed_at IS NULL`;
  if (!source) throw new AppError('not-found', 'There is no such source', { source: sourceId });
  return source;
}

function arrivalOf(report: RunReport, sourceId: string, hostId: string, host: RunHostRow): Arrival {
  const startedAt = Date.parse(report.startedAt);
  const { tool, mode, ok, changed, failed, skipped, ignored, rescued } = report;
  return {
    report,
    row: {
      hostId,
      sourceId,
      tool,
      mode,
      startedAt,
      lastStartedAt: startedAt,
      finishedAt: Math.max(startedAt, Date.parse(report.finishedAt)),
      ...{ ok, changed, failed, skipped, ignored, rescued },
      revision: report.revision ?? null,
      repository: report.repository ?? null,
      playbook: report.playbook ?? null,
      controller: report.controller ?? null,
      actor: report.actor ?? null,
      tags: report.tags ?? null,
      hostName: host.name,
      facility: host.facility,
      environment: host.environment,
      team: host.team,
    },
  };
}

function timelinesOf(
  hosts: ReadonlyMap<string, RunHostRow>,
  known: readonly RunRow[],
  taken: readonly Taken[],
  receivedAt: Date,
): HostTimeline[] {
  const runsOf = grouped(taken, (it) => it.row.hostId);
  const knownOf = grouped(known, (row) => row.hostId);
  return [...runsOf].map(([hostId, runs]) => {
    const host = hosts.get(hostId);
    const recent = (knownOf.get(hostId) ?? []).flatMap((row) => row.starts.map((second) => second * 1000));
    const before = { state: host?.state ?? null, clock: host?.clock ?? null, recent };
    // A clock that is ahead must not keep the next runs from being the newest.
    const notAhead = (moment: number) => Math.min(moment, receivedAt.getTime());
    const timeline = carryTimeline(
      before,
      runs.map(({ arrival, outcome, row }) => ({
        startedAt: notAhead(arrival.row.startedAt),
        finishedAt: notAhead(arrival.row.finishedAt),
        outcome,
        tool: row.tool,
        intervalSeconds: arrival.report.intervalSeconds ?? null,
        run: row,
      })),
    );
    const { facility = null, environment = null, team = null } = host ?? {};
    return { hostId, place: { facility, environment, team }, ...timeline };
  });
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
