import { z } from 'zod';
import { withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { validAt } from '@/lib/queries/as-of';
import { ListFilter } from '@/lib/queries/page';

/** Several values of one name mean any of them; several names mean all of them. */
export const several = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((text) => text.split(',')))
  .optional();

/** Words for groups of conditions, as the tabs have them. */
const conditionsOf: Record<string, readonly string[]> = {
  failing: ['failed', 'unreachable', 'interrupted'],
  'not-reported': ['missing'],
};

export const HostFilter = ListFilter.extend({
  kind: z.literal('host').optional(),
  status: several.describe(
    'failed, changed, unchanged, corrective, intentional, pending, missing, unmanaged; failing, not-reported',
  ),
  facility: several,
  account: several,
  region: several,
  environment: several,
  team: several,
  system: several,
  tool: several,
  disks: several.describe('encrypted, unencrypted, unknown'),
  joined: several.describe('joined, cloud-only, managed-only'),
  group: z.string().max(64).optional().describe('Id of a security group that it is in'),
  sort: z
    .enum([
      'name',
      '-name',
      'status',
      '-status',
      'facility',
      '-facility',
      'system',
      '-system',
      'team',
      '-team',
      'disks',
      '-disks',
    ])
    .default('name'),
});
export type HostFilter = z.infer<typeof HostFilter>;

/** Hosts of the filter, as of its date, within reach: the common part of the list, its counts and its facets. */
export function hostsOf(viewer: Viewer, filter: HostFilter): Prisma.Sql {
  const asOf = filter.asOf ?? null;
  return Prisma.sql`
    SELECT s.resource_id, s.name, s.account, s.region, s.facility, s.environment, s.team, s.system, s.status AS joined,
      s.encryption AS disks, s.valid_from, coalesce(t.condition, 'unmanaged') AS condition, t.tool, t.valid_from AS since, t.run_id
    FROM snapshot s LEFT JOIN host_state t ON t.host_id = s.resource_id AND ${validAt(asOf, 't')}
    WHERE s.kind = 'host' AND ${validAt(asOf, 's')} AND ${withinReach(viewer, 's')} AND ${where(filter)}`;
}

function where(filter: HostFilter): Prisma.Sql {
  const status = filter.status?.flatMap((word) => conditionsOf[word] ?? [word]);
  const parts = [
    any(Prisma.sql`coalesce(t.condition, 'unmanaged')`, status),
    any(Prisma.sql`s.facility`, filter.facility),
    any(Prisma.sql`s.account`, filter.account),
    any(Prisma.sql`s.region`, filter.region),
    any(Prisma.sql`s.environment`, filter.environment),
    any(Prisma.sql`s.team`, filter.team),
    any(Prisma.sql`s.system`, filter.system),
    any(Prisma.sql`t.tool`, filter.tool),
    any(Prisma.sql`s.encryption`, filter.disks),
    any(Prisma.sql`s.status`, filter.joined),
    ...(filter.group ? [Prisma.sql`s.links @> ARRAY[${filter.group}]`] : []),
    ...words(filter.q),
  ];
  return parts.length > 0
    ? Prisma.join(parts.filter((part) => part !== Prisma.empty).concat(Prisma.sql`TRUE`), ' AND ')
    : Prisma.sql`TRUE`;
}

/** Equal to any of the values; `none` stands for what has no value; a leading minus excludes. */
export function any(column: Prisma.Sql, values: readonly string[] | undefined): Prisma.Sql {
  if (!values || values.length === 0) return Prisma.empty;
  const out = values.filter((value) => value.startsWith('-')).map((value) => value.slice(1));
  const wanted = values.filter((value) => !value.startsWith('-'));
  const parts = [];
  if (wanted.length > 0) parts.push(Prisma.sql`coalesce(${column}, 'none') = ANY(${wanted}::text[])`);
  if (out.length > 0) parts.push(Prisma.sql`coalesce(${column}, 'none') <> ALL(${out}::text[])`);
  return Prisma.join(parts, ' AND ');
}

/** Every word of the search must occur. */
export function words(q: string | undefined): Prisma.Sql[] {
  const found = q?.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8) ?? [];
  return found.map((word) => Prisma.sql`s.search LIKE ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
}
