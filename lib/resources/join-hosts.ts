/** A resource that speaks of a machine, as the join needs it. */
export interface HostPart {
  resourceId: string;
  kind: 'aws.ec2.instance' | 'cm.node';
  /** `ansible`, `puppet` …; null for the cloud */
  tool: string | null;
  links: readonly string[];
}

/** Parts that are one machine, and by which key each was joined. */
export interface Machine<Part extends HostPart> {
  instance: Part | null;
  nodes: Part[];
  /** Resource id to `itself`, `instance id`, `address` or `name` */
  how: Map<string, string>;
}

const keys = [
  ['i-', 'instance id'],
  ['ip:', 'address'],
  ['name:', 'name'],
] as const;

/**
 * Joins nodes to instances: by instance id, else by an address, else by a name. A key that would join a node to two
 * instances, or two nodes of one tool to one instance, proves nothing and joins nobody; nor does an address that was
 * given again join a node to another instance than the one it names. Nodes of several tools with one name are one machine.
 */
export function joinHosts<Part extends HostPart>(parts: readonly Part[]): Machine<Part>[] {
  const machines = new Map(
    parts.filter((part) => part.kind === 'aws.ec2.instance').map((part) => [part.resourceId, machineOf(part)]),
  );
  let left = parts.filter((part) => part.kind === 'cm.node');
  for (const [prefix, how] of keys) left = joinBy(prefix, how, left, machines);
  const alone = new Map<string, Machine<Part>>();
  for (const node of left) {
    const name = node.links.find((link) => link.startsWith('name:') && !isLocal(link));
    const other = name ? alone.get(name) : undefined;
    if (other && !other.nodes.some((part) => part.tool === node.tool)) add(other, node, 'name');
    else alone.set(other || !name ? node.resourceId : name, machineOf(node));
  }
  return [...machines.values(), ...alone.values()];
}

/** Joins what this key can join; returns the nodes that are left. */
function joinBy<Part extends HostPart>(
  prefix: string,
  how: string,
  nodes: Part[],
  machines: Map<string, Machine<Part>>,
): Part[] {
  const instances = [...machines.values()].flatMap((machine) => machine.instance ?? []);
  const instancesBy = index(instances, prefix);
  const nodesBy = index(nodes, prefix);
  return nodes.filter((node) => {
    const links = usable(node, prefix).filter((link) =>
      nodesBy.get(link)?.every((other) => other === node || other.tool !== node.tool),
    );
    const targets = new Set(links.flatMap((link) => instancesBy.get(link) ?? []));
    const [target] = targets;
    const machine = targets.size === 1 && target ? machines.get(target.resourceId) : undefined;
    if (!machine || machine.nodes.some((other) => other.tool === node.tool)) return true;
    if (target && namesAnother(node, target)) return true;
    add(machine, node, how);
    return false;
  });
}

function namesAnother(node: HostPart, instance: HostPart): boolean {
  const named = node.links.filter((link) => link.startsWith('i-'));
  return named.length > 0 && !named.some((link) => instance.links.includes(link));
}

function machineOf<Part extends HostPart>(part: Part): Machine<Part> {
  const isNode = part.kind === 'cm.node';
  return { instance: isNode ? null : part, nodes: isNode ? [part] : [], how: new Map([[part.resourceId, 'itself']]) };
}

function add<Part extends HostPart>(machine: Machine<Part>, node: Part, how: string): void {
  machine.nodes.push(node);
  machine.how.set(node.resourceId, how);
}

function index<Part extends HostPart>(parts: readonly Part[], prefix: string): Map<string, Part[]> {
  const by = new Map<string, Part[]>();
  for (const part of parts) {
    for (const link of usable(part, prefix)) {
      const held = by.get(link);
      if (held) held.push(part);
      else by.set(link, [part]);
    }
  }
  return by;
}

function usable(part: HostPart, prefix: string): string[] {
  return part.links.filter((link) => link.startsWith(prefix) && !isLocal(link));
}

/** Addresses and names that every machine has tell nothing apart. */
function isLocal(link: string): boolean {
  return /^(ip:(127\.|::1$|fe80:)|name:localhost(\.|$))/.test(link);
}
