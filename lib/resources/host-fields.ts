import type { z } from 'zod';
import type { host } from '@/lib/resources/host';
import type { instance } from '@/lib/resources/instance';
import type { node } from '@/lib/resources/node';

type HostFields = z.infer<typeof host.fields>;
type InstanceFields = z.infer<typeof instance.fields>;
type NodeFields = z.infer<typeof node.fields>;

/** What one joined machine is. `disks` maps the ids of observed volumes to what is known of their encryption. */
export function hostFields(
  cloud: InstanceFields | null,
  nodes: readonly NodeFields[],
  disks: ReadonlyMap<string, string | null>,
): HostFields {
  const [first] = nodes;
  const volumeIds = cloud?.volumeIds ?? [];
  return {
    name: first?.name ?? cloud?.name ?? cloud?.id ?? 'unnamed',
    instanceId: cloud?.id ?? null,
    instanceType: cloud?.type ?? null,
    state: cloud?.state ?? null,
    system: nodes.map((it) => it.system).find(Boolean) ?? cloud?.platform ?? null,
    kernel: nodes.map((it) => it.kernel).find(Boolean) ?? null,
    addresses: sorted([...(cloud?.addresses ?? []), ...nodes.flatMap((it) => it.addresses)]),
    securityGroupIds: sorted(cloud?.securityGroupIds ?? []),
    volumeIds: sorted(volumeIds),
    disks: worst(volumeIds.map((id) => disks.get(id) ?? 'unknown')),
    tools: sorted(nodes.map((it) => it.tool)),
    groups: sorted(nodes.flatMap((it) => it.groups)),
    facts: Object.assign({}, ...nodes.map((it) => it.facts)),
    joined: cloud && first ? 'joined' : cloud ? 'cloud-only' : 'managed-only',
    tags: Object.assign({}, ...nodes.map((it) => it.tags), cloud?.tags ?? {}),
  };
}

/** One unencrypted disk makes the host unencrypted; one that was not observed makes it unknown. */
function worst(states: string[]): HostFields['disks'] {
  if (states.length === 0) return null;
  if (states.includes('unencrypted')) return 'unencrypted';
  return states.includes('unknown') ? 'unknown' : 'encrypted';
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
