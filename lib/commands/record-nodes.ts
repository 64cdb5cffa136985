import type { z } from 'zod';
import { ensureScope } from '@/lib/commands/ensure-scope';
import { loadPlaceRules } from '@/lib/commands/load-place-rules';
import { recordHosts } from '@/lib/commands/record-hosts';
import { snapshotRow } from '@/lib/commands/snapshot-row';
import { writeSnapshots } from '@/lib/commands/write-snapshots';
import type { Transaction } from '@/lib/db';
import { node } from '@/lib/resources/node';
import type { RunReport } from '@/lib/resources/run-report';

type NodeFields = z.infer<typeof node.fields>;

interface KnownNode {
  id: string;
  externalId: string;
  body: string | null;
  digest: string | null;
  validFrom: Date | null;
  lastStartedAt: Date | null;
}

/** How a node is called within its source: one name, several tools. */
export function nodeKey(report: Pick<RunReport, 'tool' | 'host'>): string {
  return `${report.tool}:${report.host.name}`;
}

/**
 * Writes what run reports say of their nodes, where that changed, and joins those to hosts again. Returns the resource id
 * of each node by its key, and the ids of nodes never seen before. Silence is not absence: no node is closed here.
 */
export async function recordNodes(
  tx: Transaction,
  source: { id: string; name: string },
  reports: readonly RunReport[],
  at: Date,
): Promise<{ idOf: Map<string, string>; made: string[] }> {
  const scopeId = await ensureScope(
    tx,
    source.id,
    { key: `${source.name}/cm.node`, kind: 'cm.node', account: null, region: null, freshnessSeconds: 86_400 },
    at,
  );
  const keys = [...new Set(reports.map(nodeKey))];
  const known = new Map((await knownNodes(tx, scopeId, keys)).map((row) => [row.externalId, row]));
  const fields = new Map<string, NodeFields>();
  for (const report of [...reports].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))) {
    const key = nodeKey(report);
    const held = known.get(key);
    const before = fields.get(key) ?? (held?.body ? node.fields.parse(JSON.parse(held.body)) : null);
    // A report that was kept back knows less of the node than what came since.
    if (before && held?.lastStartedAt && Date.parse(report.startedAt) < held.lastStartedAt.getTime()) continue;
    fields.set(key, nodeFields(report, before));
  }
  const rules = await loadPlaceRules(tx);
  const nowhere = { account: null, region: null };
  const rows = [...fields].map(([key, value]) => snapshotRow('cm.node', key, value, nowhere, rules));
  const changed = rows.filter((row) => row.digest !== known.get(row.externalId)?.digest);
  const idOf = await writeSnapshots(tx, scopeId, 'cm.node', changed, notBefore(changed, known, at));
  const made = [...idOf].filter(([key]) => !known.has(key)).map(([, id]) => id);
  await recordHosts(tx, [...idOf.values()], at);
  for (const [key, { id }] of known) idOf.set(key, id);
  return { idOf, made };
}

/** Facts that a report lacks stay as they were known: a run that gathered none does not erase them. */
function nodeFields(report: RunReport, before: NodeFields | null): NodeFields {
  const { host } = report;
  const list = (now: readonly string[], then: readonly string[] | undefined) =>
    now.length > 0 ? [...new Set(now)].sort() : [...(then ?? [])];
  return {
    tool: report.tool,
    name: host.name,
    controller: report.controller ?? before?.controller ?? null,
    addresses: list(host.addresses, before?.addresses),
    fqdn: host.fqdn ?? before?.fqdn ?? null,
    instanceId: host.instanceId ?? before?.instanceId ?? null,
    system: host.system ?? before?.system ?? null,
    kernel: host.kernel ?? before?.kernel ?? null,
    facts: { ...before?.facts, ...host.facts },
    groups: list(host.groups, before?.groups),
    tags: Object.keys(host.tags).length > 0 ? host.tags : (before?.tags ?? {}),
  };
}

function knownNodes(tx: Transaction, scopeId: string, keys: string[]): Promise<KnownNode[]> {
  return tx.$queryRaw<KnownNode[]>`
    SELECT r.id::text, r.external_id AS "externalId", s.body, encode(s.digest, 'hex') AS digest, s.valid_from AS "validFrom",
      i.last_started_at AS "lastStartedAt"
    FROM resource r LEFT JOIN snapshot s ON s.resource_id = r.id AND s.valid_to = 'infinity'
    LEFT JOIN host_link l ON l.resource_id = r.id AND l.valid_to = 'infinity'
    LEFT JOIN host_interval i ON i.host_id = l.host_id
    WHERE r.scope_id = ${scopeId}::bigint AND r.external_id = ANY(${keys}::text[])`;
}

/** Deliveries arrive side by side: the snapshots of a node stay in order all the same. */
function notBefore(rows: readonly { externalId: string }[], known: ReadonlyMap<string, KnownNode>, at: Date): Date {
  const last = Math.max(0, ...rows.map((row) => known.get(row.externalId)?.validFrom?.getTime() ?? 0));
  return last >= at.getTime() ? new Date(last + 1) : at;
}
