import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { ResourceQuery } from '@/lib/queries/get-resource';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

export interface AttributeSpan {
  /** Null: the resource was not there, or not seen; empty: it was, without this attribute */
  value: string | null;
  from: Date;
  to: Date;
  /** A value that one does not want, such as an unencrypted disk */
  bad: boolean;
}
export interface AttributeBand {
  attribute: string;
  spans: AttributeSpan[];
}

const unwanted = new Set(['unencrypted', 'open to the world', 'yes']);
/** Attributes that say nothing by being different, or that others say better. */
const quiet =
  /^(tags|name|ownerId|vpcId|addresses|dnsNames|launchedAt|createdAt|groups|tools|joined|volumeIds|instanceId|id|description)(\.|$)/;

/** What each attribute of a resource was in the `days` before the as-of date: the ones that changed first, at most seven. */
export async function attributeBands(viewer: Viewer, query: ResourceQuery, days: number): Promise<AttributeBand[]> {
  const end = query.asOf ?? new Date();
  const start = new Date(end.getTime() - days * 86_400_000);
  return reading(viewer, 'fleet:read', async (tx) => {
    const versions = await tx.$queryRaw<{ from: Date; to: Date; body: string }[]>`
      SELECT greatest(s.valid_from, ${start}::timestamptz) AS from, least(s.valid_to, ${end}::timestamptz) AS to, s.body FROM snapshot s
      WHERE s.resource_id = ${query.id}::bigint AND s.valid_from < ${end} AND s.valid_to > ${start} AND ${withinReach(viewer, 's')}
      ORDER BY s.valid_from`;
    const flat = versions.map(({ from, to, body }) => ({ from, to, values: flatten(JSON.parse(body)) }));
    const names = [...new Set(flat.flatMap(({ values }) => [...values.keys()]))].filter((name) => !quiet.test(name));
    return names
      .map((attribute) => ({
        attribute: attribute.replace(/^facts\./, ''),
        spans: spansOf(attribute, flat, start, end),
      }))
      .sort((a, b) => b.spans.length - a.spans.length)
      .slice(0, 7);
  });
}

function flatten(body: unknown): Map<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(body as Record<string, unknown>)) {
    if (key === 'rules') for (const rule of value as SecurityGroupRule[]) values.set(...ruleAttribute(rule));
    else if (Array.isArray(value))
      values.set(key, value.every((item) => typeof item === 'string') ? value.join(', ') : `${value.length}`);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) values.set(`${key}.${name}`, String(inner));
    else if (value !== null) values.set(key, String(value));
  }
  return values;
}

/** A rule is an attribute of its own: it is there, or it is not. */
function ruleAttribute(rule: SecurityGroupRule): [string, string] {
  const ports =
    rule.fromPort === null
      ? ''
      : rule.fromPort === rule.toPort
        ? ` ${rule.fromPort}`
        : ` ${rule.fromPort}-${rule.toPort}`;
  const protocol = rule.protocol === '-1' ? 'all' : rule.protocol;
  const world = rule.direction === 'ingress' && (rule.peer === '0.0.0.0/0' || rule.peer === '::/0');
  return [
    `${rule.direction === 'ingress' ? 'in' : 'out'} ${protocol}${ports} ${rule.peer}`,
    world ? 'open to the world' : 'open',
  ];
}

function spansOf(
  attribute: string,
  versions: { from: Date; to: Date; values: Map<string, string> }[],
  start: Date,
  end: Date,
): AttributeSpan[] {
  const spans: AttributeSpan[] = [];
  let last = start;
  const push = (value: string | null, from: Date, to: Date) => {
    if (to <= from) return;
    const before = spans.at(-1);
    if (before && before.value === value) before.to = to;
    else spans.push({ value, from, to, bad: value !== null && unwanted.has(value) });
  };
  for (const { from, to, values } of versions) {
    push(null, last, from);
    push(values.get(attribute) ?? '', from, to);
    last = to;
  }
  push(null, last, end);
  return spans;
}
