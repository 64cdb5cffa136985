import type { DeclaredGroup } from '@/lib/resources/declared-group';
import {
  declaredRules,
  expressionOf,
  type PlacedRule,
  type PlacedUnresolved,
  plainText,
} from '@/lib/sources/git/declared-rules';
import type { FoundTask } from '@/lib/sources/git/find-tasks';
import { type Located, member, type Spot } from '@/lib/sources/git/located';
import { resolve } from '@/lib/sources/git/resolve';

/** A declared group before it is known who wrote its lines. */
export interface PlacedGroup extends Omit<DeclaredGroup, 'rules' | 'unresolved' | 'at' | 'repository' | 'code'> {
  rules: PlacedRule[];
  unresolved: PlacedUnresolved[];
  spot: Spot;
}

/** The group that one call of a security-group module declares; what cannot be resolved is kept as it is written. */
export function declareGroup({ args, scope, task, item }: FoundTask): PlacedGroup {
  const unresolved: PlacedUnresolved[] = [];
  const note = (what: string, node: Located, expression: string, known: PlacedUnresolved['known'] = null) =>
    unresolved.push({ what, expression, spot: node, known });
  const text = (...names: string[]): string | null => {
    const name = names.find((one) => member(args, one)) ?? '';
    const node = member(args, name);
    const resolved = node ? resolve(node, scope) : null;
    if (!node || !resolved || resolved.is === 'omitted') return null;
    if (resolved.is !== 'known') note(name, node, expressionOf(resolved, node));
    return plainText(node, scope);
  };
  const flag = (name: string, direction: 'ingress' | 'egress'): boolean => {
    const node = member(args, name);
    const resolved = node ? resolve(node, scope) : null;
    if (!node || !resolved || resolved.is === 'omitted') return true;
    const word = plainText(node, scope)?.toLowerCase();
    // Whether other rules are removed is not known: then none of them can be called undeclared.
    if (word === undefined) note(name, node, expressionOf(resolved, node), { direction });
    return !['false', 'no', 'off', '0'].includes(word ?? '');
  };

  const nameNode = member(args, 'name') ?? member(args, 'group_id');
  const name = nameNode ? plainText(nameNode, scope) : null;
  if (name === null)
    note('name', nameNode ?? args, nameNode ? expressionOf(resolve(nameNode, scope), nameNode) : 'no name');
  const egressNode = member(args, 'rules_egress') ?? member(args, 'egress_rules');
  const rulesNode = member(args, 'rules');
  const ingress = rulesNode ? declaredRules('rules', rulesNode, scope) : null;
  const egress = egressNode ? declaredRules('rules_egress', egressNode, scope) : null;
  const state = text('state');
  return {
    name: name ?? (nameNode ? expressionOf(resolve(nameNode, scope), nameNode) : '?'),
    nameResolved: name !== null,
    state: state === 'absent' ? 'absent' : 'present',
    account: null,
    region: text('region', 'aws_region', 'ec2_region'),
    network: text('vpc_id'),
    purgeIngress: flag('purge_rules', 'ingress'),
    purgeEgress: flag('purge_rules_egress', 'egress'),
    egressDeclared: egress?.given ?? false,
    rules: [...(ingress?.rules ?? []), ...(egress?.rules ?? [])],
    unresolved: [...unresolved, ...(ingress?.unresolved ?? []), ...(egress?.unresolved ?? [])],
    tool: 'ansible',
    // In a loop the item says what is declared; the task only how.
    spot: item && item.kind !== 'scalar' ? item : (nameNode ?? task),
  };
}
