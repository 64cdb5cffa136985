import { addressKey } from '@/lib/access/address-key';
import { db, Prisma, type Transaction } from '@/lib/db';

/** Tries of one account in a row that are taken at once; then one every four seconds. */
const freeTries = 10;
const paceSeconds = 4;
/** After so many wrong ones in a row no more are taken, until an operator acts. */
export const closedAfter = 100;
/** Wrong tries in any minute: for one account, for one address or /64, and for one of both together, so that others get in. */
const perMinute = { account: 15, address: 15, both: 12, all: 120 };
/** So long an address is known after somebody signed in from it. */
const knownDays = 90;

/** What became of a try: its id, or the time from which the next one is taken; `closed` says that none is. */
export type Admission = { id: string; until: null } | { id: null; until: Date; closed: boolean };

/** Names are counted under a hash: people type passwords into the field for the name. */
export function accountKey(email: Prisma.Sql | string): Prisma.Sql {
  return Prisma.sql`left(encode(sha256(convert_to(lower(btrim(${email})), 'UTF8')), 'hex'), 32)`;
}

interface Counter {
  account: string;
  /** Empty for the addresses that the account is not known from */
  address: string;
  failed: number;
  lastAt: Date | null;
  closedAt: Date | null;
}

/**
 * Counts a try to sign in before it is looked at, so that a hundred at once are not one; it counts as wrong until
 * `settleTry`. What is counted stands in the database, for all processes.
 *
 * Ten tries for an account, then one every four seconds and 15 in any minute; after 100 wrong ones it is closed. From an
 * address that the account signed in from before, these count apart: who guesses elsewhere shuts nobody out.
 */
export async function admitTry(email: string, address: string | null, at: Date): Promise<Admission> {
  const from = addressKey(address);
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707374)`;
    const counter = await counterOf(tx, email, from, at);
    const known = counter.address !== '';
    if (counter.closedAt) return { id: null, until: new Date(at.getTime() + 3_600_000), closed: true };
    const until = latest([
      ...(counter.failed >= freeTries && counter.lastAt ? [later(counter.lastAt, paceSeconds)] : []),
      ...(await fullMinutes(tx, { account: counter.account, from, known }, at)),
    ]);
    if (until !== null && until > at) return { id: null, until, closed: false };
    await tx.$executeRaw`INSERT INTO sign_in_count (account, address, failed, last_at)
      VALUES (${counter.account}, ${counter.address}, 1, ${at}::timestamptz)
      ON CONFLICT (account, address) DO UPDATE SET failed = sign_in_count.failed + 1, last_at = excluded.last_at`;
    await tx.$executeRaw`DELETE FROM sign_in_try WHERE at < ${at}::timestamptz - interval '1 day'`;
    const [made] = await tx.$queryRaw<{ id: string }[]>`INSERT INTO sign_in_try (account, address, at, succeeded)
      VALUES (${counter.account}, ${from}, ${at}::timestamptz, false) RETURNING id::text`;
    if (!made) throw new Error('A try was not counted');
    return { id: made.id, until: null };
  });
}

async function counterOf(tx: Transaction, email: string, from: string, at: Date): Promise<Counter> {
  const [row] = await tx.$queryRaw<Counter[]>`
    WITH asked AS (SELECT ${accountKey(email)} AS account)
    SELECT asked.account, coalesce(c.address, '') AS address, coalesce(c.failed, 0) AS failed, c.last_at AS "lastAt",
      c.closed_at AS "closedAt"
    FROM asked LEFT JOIN sign_in_count c ON c.account = asked.account AND (c.address = ''
      OR c.address = ${from} AND c.known_at > ${at}::timestamptz - make_interval(days => ${knownDays}))
    ORDER BY c.address DESC NULLS LAST LIMIT 1`;
  if (!row) throw new Error('A name was not counted');
  return row;
}

/** When the minutes that are full have room again. An address that the account is known from is asked for both alone. */
async function fullMinutes(
  tx: Transaction,
  { account, from, known }: { account: string; from: string; known: boolean },
  at: Date,
): Promise<Date[]> {
  const full = (
    which: Prisma.Sql,
    limit: number,
  ) => Prisma.sql`(SELECT at + interval '1 minute' AS until FROM sign_in_try
    WHERE NOT succeeded AND at > ${at}::timestamptz - interval '1 minute' AND ${which}
    ORDER BY at DESC OFFSET ${limit - 1} LIMIT 1)`;
  const both = full(Prisma.sql`account = ${account} AND address = ${from}`, perMinute.both);
  const shared = [
    full(Prisma.sql`account = ${account}`, perMinute.account),
    full(Prisma.sql`address = ${from}`, perMinute.address),
    full(Prisma.sql`TRUE`, perMinute.all),
  ];
  const rows = await tx.$queryRaw<{ until: Date }[]>`${Prisma.join(known ? [both] : [both, ...shared], ' UNION ALL ')}`;
  return rows.map((row) => row.until);
}

/**
 * Says what came of a try that was admitted: `right` forgets the wrong ones before it and knows its address from now on,
 * `withdrawn` was none at all, `wrong` stays counted. True when this one closed the account.
 */
export async function settleTry(
  tx: Transaction,
  id: string,
  outcome: 'right' | 'wrong' | 'withdrawn',
): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707374)`;
  const counted = Prisma.sql`FROM sign_in_try t WHERE t.id = ${id}::bigint AND c.account = t.account AND c.address = (
    SELECT max(k.address) FROM sign_in_count k WHERE k.account = t.account AND (k.address = ''
      OR k.address = t.address AND k.known_at > t.at - make_interval(days => ${knownDays})))`;
  if (outcome === 'wrong') {
    const closed = await tx.$executeRaw`UPDATE sign_in_count c SET closed_at = t.at ${counted}
      AND c.failed >= ${closedAfter} AND c.closed_at IS NULL`;
    return closed > 0;
  }
  if (outcome === 'withdrawn') {
    await tx.$executeRaw`UPDATE sign_in_count c SET failed = greatest(0, c.failed - 1) ${counted}`;
    await tx.$executeRaw`DELETE FROM sign_in_try WHERE id = ${id}::bigint`;
    return false;
  }
  await tx.$executeRaw`UPDATE sign_in_count c SET failed = 0 ${counted}`;
  await tx.$executeRaw`INSERT INTO sign_in_count (account, address, failed, last_at, known_at)
    SELECT account, address, 0, at, at FROM sign_in_try WHERE id = ${id}::bigint
    ON CONFLICT (account, address) DO UPDATE SET failed = 0, known_at = excluded.known_at, last_at = excluded.last_at`;
  await tx.$executeRaw`UPDATE sign_in_try SET succeeded = true WHERE id = ${id}::bigint`;
  return false;
}

function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

function latest(moments: readonly Date[]): Date | null {
  return moments.length === 0 ? null : new Date(Math.max(...moments.map((moment) => moment.getTime())));
}
