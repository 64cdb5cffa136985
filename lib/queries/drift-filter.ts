import { z } from 'zod';
import { withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { validAt } from '@/lib/queries/as-of';
import { any, several } from '@/lib/queries/host-filter';
import { ListFilter } from '@/lib/queries/page';

export const DriftFilter = ListFilter.extend({
  kind: several.describe('Kinds as in the catalogue: aws.ec2.security-group'),
  account: several,
  region: several,
  facility: several,
  environment: several,
  team: several,
  ahead: several.describe('cloud, code, both'),
  open: z.enum(['world']).optional().describe('world: only what lets the whole Internet in'),
});
export type DriftFilter = z.infer<typeof DriftFilter>;

/** The condition of the filter on `drift d JOIN … resource r`, within reach; `anyAhead` leaves out which side is ahead. */
export function driftWhere(viewer: Viewer, filter: DriftFilter, options: { anyAhead?: boolean } = {}): Prisma.Sql {
  const words = filter.q?.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8) ?? [];
  const parts = [
    validAt(filter.asOf ?? null, 'd'),
    withinReach(viewer, 'd'),
    any(Prisma.sql`d.kind`, filter.kind),
    any(Prisma.sql`d.account`, filter.account),
    any(Prisma.sql`d.region`, filter.region),
    any(Prisma.sql`d.facility`, filter.facility),
    any(Prisma.sql`d.environment`, filter.environment),
    any(Prisma.sql`d.team`, filter.team),
    options.anyAhead ? Prisma.empty : any(Prisma.sql`d.ahead`, filter.ahead),
    filter.open ? Prisma.sql`d.world_open` : Prisma.empty,
    ...words.map(
      (word) => Prisma.sql`lower(concat_ws(' ', d.name, d.summary, r.external_id, d.account, d.team))
        LIKE ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
    ),
  ];
  return Prisma.join(
    parts.filter((part) => part !== Prisma.empty),
    ' AND ',
  );
}
