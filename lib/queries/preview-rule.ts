import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import type { Place } from '@/lib/resources/place';
import type { RuleConditions } from '@/lib/resources/place-rule';

const condition = z
  .string()
  .trim()
  .max(256)
  .optional()
  .transform((text) => text || null);
export const RulePreviewQuery = z.object({
  account: condition.describe('Pattern: * is any text, ? one character'),
  region: condition,
  namePattern: condition,
  tagKey: condition,
  tagPattern: condition,
  inventoryGroup: condition,
});

export interface PreviewRow extends Place {
  id: string;
  kind: string;
  name: string;
  account: string | null;
  region: string | null;
}

export interface RulePreview {
  /** How many match, by kind, the most first */
  counts: { kind: string; count: number }[];
  /** The first by kind and name, with where they belong now */
  rows: PreviewRow[];
}

const first = 8;

/** What the conditions of a rule match now, within reach; nothing where there is no condition. */
export async function previewRule(viewer: Viewer, rule: z.output<typeof RulePreviewQuery>): Promise<RulePreview> {
  const conditions = conditionsOf(rule);
  return reading(viewer, 'facilities:read', async (tx) => {
    if (conditions.length === 0) return { counts: [], rows: [] };
    // jsonb is read where the cheaper conditions have passed.
    const found = await tx.$queryRaw<(PreviewRow & { count: number })[]>`
      WITH matched AS MATERIALIZED (SELECT s.resource_id, s.kind, s.name, s.account, s.region, s.facility, s.environment, s.team
        FROM snapshot s WHERE s.valid_to = 'infinity' AND ${withinReach(viewer, 's')} AND ${Prisma.join(conditions, ' AND ')})
      SELECT resource_id::text AS id, kind, name, account, region, facility, environment, team, count::int FROM (
        SELECT *, count(*) OVER (PARTITION BY kind) AS count, row_number() OVER (PARTITION BY kind ORDER BY name, resource_id) AS n FROM matched) m
      WHERE n <= ${first} ORDER BY kind <> 'host', kind, n`;
    const counts = new Map(found.map(({ kind, count }) => [kind, count]));
    return {
      counts: [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count),
      rows: found.slice(0, first).map(({ count: _, ...row }) => row),
    };
  });
}

/** The conditions as SQL, on `snapshot s`: says what matchesRule() of lib/resources says, which a test compares. */
export function conditionsOf(rule: RuleConditions): Prisma.Sql[] {
  const fits = (column: Prisma.Sql, pattern: string) => Prisma.sql`lower(${column}) LIKE ${likeOf(pattern)}`;
  const { account, region, namePattern, tagKey, tagPattern, inventoryGroup } = rule;
  return [
    ...(account === null ? [] : [fits(Prisma.sql`s.account`, account)]),
    ...(region === null ? [] : [fits(Prisma.sql`s.region`, region)]),
    ...(namePattern === null ? [] : [fits(Prisma.sql`s.name`, namePattern)]),
    ...(tagKey === null
      ? []
      : [
          Prisma.sql`EXISTS (SELECT FROM jsonb_each_text(CASE WHEN jsonb_typeof(s.body::jsonb -> 'tags') = 'object' THEN s.body::jsonb -> 'tags' END) t
            WHERE lower(t.key) = ${tagKey.toLowerCase()} AND ${fits(Prisma.sql`t.value`, tagPattern ?? '*')})`,
        ]),
    ...(inventoryGroup === null
      ? []
      : [
          Prisma.sql`(s.kind IN ('host', 'cm.node') AND EXISTS (SELECT FROM jsonb_array_elements_text(
            CASE WHEN jsonb_typeof(s.body::jsonb -> 'groups') = 'array' THEN s.body::jsonb -> 'groups' END) g
            WHERE ${fits(Prisma.sql`g`, inventoryGroup)}))`,
        ]),
  ];
}

function likeOf(pattern: string): string {
  return pattern
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
