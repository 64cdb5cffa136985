import { Prisma, type Transaction } from '@/lib/db';

/** Ends open sessions that began through a provider: all of them, those of one of its people, or one that it names. */
export async function endProviderSessions(
  tx: Transaction,
  id: string,
  whose: { userId?: string; sid?: string } = {},
): Promise<number> {
  const of = [
    ...(whose.userId === undefined ? [] : [Prisma.sql`AND s.user_id = ${whose.userId}::bigint`]),
    ...(whose.sid === undefined ? [] : [Prisma.sql`AND p.sid = ${whose.sid}`]),
  ];
  return tx.$executeRaw`UPDATE session s SET ended_at = clock_timestamp() FROM provider_session p
    WHERE p.session_hash = s.id_hash AND p.provider_id = ${id} AND s.ended_at IS NULL ${of.length > 0 ? Prisma.join(of, ' ') : Prisma.empty}`;
}
