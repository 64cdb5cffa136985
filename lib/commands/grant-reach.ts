import type { NewGrant } from '@/lib/access/given-reach';
import { grantWords } from '@/lib/access/reach';
import type { Transaction } from '@/lib/db';

/** Who holds a reach: a user or a token. */
type Holder = { user: string } | { token: string };

/** Ends what a user or token reaches, from now on or later, and gives these grants instead, in the same moment. */
export async function grantReach(tx: Transaction, holder: Holder, grants: readonly NewGrant[]): Promise<void> {
  const [user, token] = 'user' in holder ? [holder.user, null] : [null, holder.token];
  await tx.$executeRaw`
    WITH moment AS (SELECT clock_timestamp() AS at),
    ended AS (UPDATE reach_grant k SET valid_to = greatest(k.valid_from, moment.at) FROM moment
      WHERE (k.user_id = ${user}::bigint OR k.token_id = ${token}::bigint) AND k.valid_to > moment.at)
    INSERT INTO reach_grant (user_id, token_id, facility, environment, team, valid_from, valid_to)
    SELECT ${user}::bigint, ${token}::bigint, g.facility, g.environment, g.team, greatest(g."from", moment.at), coalesce(g.until, 'infinity')
    FROM moment, jsonb_to_recordset(${JSON.stringify(grants)}::jsonb) AS g (facility text, environment text, team text,
      "from" timestamptz, until timestamptz)`;
}

/** Grants in words, as the audit log tells them. */
export function reachTold(grants: readonly (Parameters<typeof grantWords>[0] & Told)[]): string[] {
  const day = (moment: Date | string) => new Date(moment).toISOString();
  return grants.map((grant) =>
    [
      grantWords(grant),
      grant.from != null && new Date(grant.from) > new Date() ? `from ${day(grant.from)}` : null,
      grant.until != null ? `until ${day(grant.until)}` : null,
    ]
      .filter((part) => part !== null)
      .join(' '),
  );
}

interface Told {
  from?: Date | string | null;
  until?: Date | string | null;
}
