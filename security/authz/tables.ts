import { db, Prisma } from '@/lib/db';

/** Written at every request, or by every refusal: no effect of a door. */
const apart = /^(audit_(event|pending|leaf|node|checkpoint|key|witness|erased|hole)|sign_in_try|_prisma)/;
/** These keep when they were last used, and are small enough to be taken apart; of the others each row is hashed as it is. */
const used = /^(token|session)$/;
const withoutUse = "hashtextextended((to_jsonb(t) - '{last_used_at,last_active_at}'::text[])::text, 0)";
let asked: Prisma.Sql | undefined;

/** What all tables hold, as one digest, seen by their owner; without the times of last use. */
export async function tablesDigest(): Promise<string> {
  asked ??= await digestOf();
  const rows = await db().$queryRaw<{ digest: string }[]>(asked);
  return rows.map(({ digest }) => digest).join();
}

async function digestOf(): Promise<Prisma.Sql> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
      AND relnamespace = 'public'::regnamespace ORDER BY 1`;
  const parts = tables
    .filter(({ name }) => !apart.test(name))
    .map(({ name }) =>
      Prisma.raw(
        `SELECT '${name}' || coalesce(sum(${used.test(name) ? withoutUse : 'hash_record_extended(t, 0)'}), 0) AS digest FROM ${name} t`,
      ),
    );
  return Prisma.join(parts, ' UNION ALL ');
}
