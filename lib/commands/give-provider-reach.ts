import type { RuleReach } from '@/lib/access/provider';
import type { Transaction } from '@/lib/db';

/**
 * Gives somebody the reach of their groups and ends what goes beyond it; `null` is everything. Answers whether anything
 * changed.
 */
export async function giveProviderReach(
  tx: Transaction,
  userId: string,
  reach: readonly RuleReach[] | null,
): Promise<boolean> {
  const wanted = JSON.stringify(reach ?? [{ facility: null, environment: null, team: null }]);
  const ended = await tx.$executeRaw`UPDATE reach_grant g SET valid_to = greatest(clock_timestamp(), g.valid_from)
    WHERE g.user_id = ${userId}::bigint AND g.valid_to > clock_timestamp() AND NOT (g.valid_to = 'infinity' AND EXISTS (
      SELECT FROM jsonb_to_recordset(${wanted}::jsonb) AS w(facility text, environment text, team text)
      WHERE (w.facility, w.environment, w.team) IS NOT DISTINCT FROM (g.facility, g.environment, g.team)))`;
  const begun = await tx.$executeRaw`INSERT INTO reach_grant (user_id, facility, environment, team)
    SELECT DISTINCT ${userId}::bigint, w.facility, w.environment, w.team
    FROM jsonb_to_recordset(${wanted}::jsonb) AS w(facility text, environment text, team text)
    WHERE NOT EXISTS (SELECT FROM reach_grant g WHERE g.user_id = ${userId}::bigint AND g.valid_to = 'infinity'
      AND (w.facility, w.environment, w.team) IS NOT DISTINCT FROM (g.facility, g.environment, g.team))`;
  return ended + begun > 0;
}
