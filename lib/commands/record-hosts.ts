import { ensureScope } from '@/lib/commands/ensure-scope';
import { type LoadedPart, loadAffected } from '@/lib/commands/load-host-parts';
import { loadPlaceRules } from '@/lib/commands/load-place-rules';
import { moveStates } from '@/lib/commands/move-states';
import { snapshotRow } from '@/lib/commands/snapshot-row';
import { type HostLink, writeHostLinks } from '@/lib/commands/write-host-links';
import { closeSnapshots, writeSnapshots } from '@/lib/commands/write-snapshots';
import type { Transaction } from '@/lib/db';
import { hostFields } from '@/lib/resources/host-fields';
import { instance } from '@/lib/resources/instance';
import { joinHosts, type Machine } from '@/lib/resources/join-hosts';
import { node } from '@/lib/resources/node';
import type { PlaceRule } from '@/lib/resources/place-rule';

/**
 * Joins again the hosts that these instances, volumes and nodes touch, and writes what changed of them. The cost goes
 * with what changed, not with the estate. Derived from what is recorded in the same transaction, which leaves the event.
 */
export async function recordHosts(tx: Transaction, changedIds: readonly string[], asked: Date): Promise<void> {
  if (changedIds.length === 0) return;
  const scopeId = await hostScope(tx, asked);
  const { parts, disks, links, hostsBefore } = await loadAffected(tx, changedIds);
  const at = await notBefore(
    tx,
    hostsBefore.map((host) => host.id),
    asked,
  );
  const rules = await loadPlaceRules(tx);
  const digestBefore = new Map(hostsBefore.map((host) => [host.id, host.digest]));
  const externalOf = new Map(hostsBefore.map((host) => [host.id, host.externalId]));
  const taken = new Set<string>();
  // A host that was parted keeps its name with the part that comes first; the other needs one of its own
  const used = new Set(externalOf.values());
  const freshId = (id: string) => (used.has(`host-${id}`) ? `host-${id}-${at.getTime()}` : `host-${id}`);
  const made = joinHosts(parts).map((machine) => {
    const members = [...(machine.instance ? [machine.instance] : []), ...machine.nodes];
    const known = members.flatMap((part) => links.get(part.resourceId) ?? []).filter((id) => !taken.has(id));
    const hostId = known.sort((a, b) => Number(a) - Number(b))[0] ?? null;
    if (hostId) taken.add(hostId);
    const externalId = (hostId && externalOf.get(hostId)) ?? freshId(members[0]?.resourceId ?? '');
    return { machine, members, hostId, row: rowOf(machine, externalId, disks, rules) };
  });
  const changed = made.filter(({ hostId, row }) => !hostId || digestBefore.get(hostId) !== row.digest);
  const idOf = await writeSnapshots(
    tx,
    scopeId,
    'host',
    changed.map(({ row }) => row),
    at,
  );
  const wanted: HostLink[] = made.flatMap(({ machine, members, hostId, row }) =>
    members.map((part) => ({
      hostId: hostId ?? idOf.get(row.externalId) ?? '',
      resourceId: part.resourceId,
      how: machine.how.get(part.resourceId) ?? 'itself',
    })),
  );
  await writeHostLinks(tx, wanted, [...links.keys()], at);
  await moveStates(tx, [...idOf.values()], at);
  const gone = hostsBefore.map((host) => host.id).filter((id) => !wanted.some((link) => link.hostId === id));
  if (gone.length > 0) {
    await closeSnapshots(tx, gone, at);
    await tx.$executeRaw`UPDATE host_state SET valid_to = ${at}::timestamptz
      WHERE host_id = ANY(${gone}::bigint[]) AND valid_to = 'infinity' AND valid_from < ${at}::timestamptz`;
    await tx.$executeRaw`DELETE FROM host_interval WHERE host_id = ANY(${gone}::bigint[])`;
  }
}

/** The host of each of these nodes, joined now where it was not. */
export async function hostsOfNodes(
  tx: Transaction,
  nodeIds: readonly string[],
  at: Date,
): Promise<Map<string, string>> {
  const ids = [...nodeIds];
  const linked = () => tx.$queryRaw<{ nodeId: string; hostId: string }[]>`
    SELECT resource_id::text AS "nodeId", host_id::text AS "hostId" FROM host_link
    WHERE resource_id = ANY(${ids}::bigint[]) AND valid_to = 'infinity'`;
  const before = new Map((await linked()).map((row) => [row.nodeId, row.hostId]));
  const missing = ids.filter((id) => !before.has(id));
  if (missing.length === 0) return before;
  await recordHosts(tx, missing, at);
  return new Map((await linked()).map((row) => [row.nodeId, row.hostId]));
}

function rowOf(
  machine: Machine<LoadedPart>,
  externalId: string,
  disks: ReadonlyMap<string, string | null>,
  rules: readonly PlaceRule[],
) {
  const cloud = machine.instance ? instance.fields.parse(JSON.parse(machine.instance.body)) : null;
  const nodes = machine.nodes.map((part) => node.fields.parse(JSON.parse(part.body)));
  const [first] = machine.nodes;
  const origin = machine.instance ?? first;
  const place = {
    account: machine.instance?.account ?? null,
    region: machine.instance?.region ?? null,
    facility: origin?.facility ?? first?.facility ?? null,
    environment: origin?.environment ?? first?.environment ?? null,
    team: origin?.team ?? first?.team ?? null,
  };
  return snapshotRow('host', externalId, hostFields(cloud, nodes, disks), place, rules);
}

async function hostScope(tx: Transaction, at: Date): Promise<string> {
  await tx.$executeRaw`INSERT INTO source (name, provider, interval_seconds) VALUES ('Hosts', 'join', 0) ON CONFLICT DO NOTHING`;
  const [source] = await tx.$queryRaw<
    { id: string }[]
  >`SELECT id::text FROM source WHERE name = 'Hosts' AND provider = 'join' AND removed_at IS NULL`;
  if (!source) throw new Error('The source of hosts was neither found nor made');
  return ensureScope(
    tx,
    source.id,
    { key: 'hosts', kind: 'host', account: null, region: null, freshnessSeconds: 0 },
    at,
  );
}

/** Runs and scans arrive side by side: a host's snapshots stay in order all the same. */
async function notBefore(tx: Transaction, hostIds: string[], asked: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<{ last: Date | null }[]>`
    SELECT max(valid_from) AS last FROM snapshot WHERE resource_id = ANY(${hostIds}::bigint[]) AND valid_to = 'infinity'`;
  return row?.last && row.last >= asked ? new Date(row.last.getTime() + 1) : asked;
}
