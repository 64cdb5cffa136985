import { z } from 'zod';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { ListAnswer } from '@/lib/queries/page';
import { ListFilter } from '@/lib/queries/page';
import type { PlaceRule } from '@/lib/resources/place-rule';

export const RuleFilter = z.object({
  asOf: ListFilter.shape.asOf,
  limit: ListFilter.shape.limit,
  cursor: ListFilter.shape.cursor,
});
export type RuleFilter = z.output<typeof RuleFilter>;

export interface RuleRow extends PlaceRule {
  id: string;
  /** Place in the order, from 1 */
  position: number;
  name: string;
  /** Since when it is as it is, UTC */
  since: Date;
}

/** The rules that say where resources belong, in their order, as of a date. All of them: there are never many. */
export async function listFacilityRules(viewer: Viewer, filter: RuleFilter): Promise<ListAnswer<RuleRow>> {
  const at = filter.asOf ?? new Date();
  return reading(viewer, 'facilities:read', async (tx) => {
    const rows = await tx.$queryRaw<RuleRow[]>`
      SELECT id::text, position, name, account, region, name_pattern AS "namePattern", tag_key AS "tagKey", tag_pattern AS "tagPattern",
        inventory_group AS "inventoryGroup", facility, environment, team, valid_from AS since
      FROM facility_rule WHERE valid_from <= ${at}::timestamptz AND valid_to > ${at}::timestamptz ORDER BY position, id`;
    return { rows, next: null, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
  });
}
