import { z } from 'zod';
import { withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { validAt } from '@/lib/queries/as-of';
import { any, several, words } from '@/lib/queries/host-filter';
import { ListFilter } from '@/lib/queries/page';

export const ResourceFilter = ListFilter.extend({
  kind: several.describe('Kinds as in the catalogue: aws.ec2.volume'),
  facility: several,
  account: several,
  region: several,
  environment: several,
  team: several,
  status: several,
  encryption: several.describe('encrypted, unencrypted, unknown'),
  sort: z.enum(['name', '-name', 'since', '-since', 'status', '-status', 'facility', '-facility']).default('name'),
});
export type ResourceFilter = z.infer<typeof ResourceFilter>;

/** Snapshots of the filter, as of its date, within reach. */
export function resourcesOf(viewer: Viewer, filter: ResourceFilter): Prisma.Sql {
  const parts = [
    any(Prisma.sql`s.kind`, filter.kind),
    any(Prisma.sql`s.facility`, filter.facility),
    any(Prisma.sql`s.account`, filter.account),
    any(Prisma.sql`s.region`, filter.region),
    any(Prisma.sql`s.environment`, filter.environment),
    any(Prisma.sql`s.team`, filter.team),
    any(Prisma.sql`s.status`, filter.status),
    any(Prisma.sql`s.encryption`, filter.encryption),
    ...words(filter.q),
  ].filter((part) => part !== Prisma.empty);
  return Prisma.sql`
    SELECT s.resource_id, s.kind, s.name, s.account, s.region, s.facility, s.environment, s.team, s.status, s.encryption, s.system, s.valid_from, s.scope_id
    FROM snapshot s WHERE ${validAt(filter.asOf ?? null, 's')} AND ${withinReach(viewer, 's')}
      AND ${Prisma.join([...parts, Prisma.sql`TRUE`], ' AND ')}`;
}
