import { Prisma } from '@/lib/db';

/**
 * SQL: the grants of a user or token (`holder`, such as `u.id`) that hold at a moment, as JSON of DatedGrant rows, in the
 * order in which they were given. `later` adds those that begin after it.
 */
export function reachAt(kind: 'user' | 'token', holder: Prisma.Sql, at: Prisma.Sql, later = false): Prisma.Sql {
  const column = kind === 'user' ? Prisma.sql`k.user_id` : Prisma.sql`k.token_id`;
  return Prisma.sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('facility', k.facility, 'environment', k.environment, 'team', k.team,
      'from', to_char(k.valid_from AT TIME ZONE 'UTC', ${rfc3339}),
      'until', to_char(nullif(k.valid_to, 'infinity') AT TIME ZONE 'UTC', ${rfc3339})) ORDER BY k.id), '[]')
    FROM reach_grant k WHERE ${column} = ${holder} AND k.valid_to > ${at} AND k.valid_to > k.valid_from
      AND (${later} OR k.valid_from <= ${at}))`;
}

const rfc3339 = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
