import type { Transaction } from '@/lib/db';
import type { PlaceRule } from '@/lib/resources/place-rule';

/** The rules that hold now, in their order. */
export async function loadPlaceRules(tx: Transaction): Promise<PlaceRule[]> {
  return tx.$queryRaw<PlaceRule[]>`
    SELECT account, region, name_pattern AS "namePattern", tag_key AS "tagKey", tag_pattern AS "tagPattern",
      inventory_group AS "inventoryGroup", facility, environment, team
    FROM facility_rule WHERE valid_to = 'infinity' ORDER BY position, id`;
}
